package org.ringside.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.testkit.Bench;
import org.ringside.testkit.IsaKit;

/** The kit for instruction sets, over RISC-V. */
class RiscvKitTest {

	private static final int ILLEGAL = 2, LAST_CSR = 0xfff;

	@Test
	void rowsRoundTrip() {
		new IsaKit(RiscvRounds.ISA).rowsRoundTrip();
	}

	@Test
	void decodersAgree() {
		new IsaKit(RiscvRounds.ISA).decodersAgree(50_000);
	}

	@Test
	void accessIsAsDeclared() {
		int trials = new IsaKit(RiscvRounds.ISA).accessIsAsDeclared(new IsaKit.Modes() {
			@Override
			public Bench bench() {
				return RiscvRounds.bench(OddProof.REFERENCE);
			}

			@Override
			public void enter(Bench bench, String mode, byte[] instruction) {
				bench.machine().powerOn(RiscvRounds.BASE + 0x100);
				bench.machine().memory().write(0x100, instruction);
				set(bench, "mtvec", RiscvRounds.BASE);
				set(bench, "pmpaddr0", -1L >>> 10);
				set(bench, "pmpcfg0", 0x1f);
				set(bench, "mepc", RiscvRounds.BASE + 0x100);
				set(bench, "mstatus", (long) "us.m".indexOf(mode) << 11);
				if (!mode.equals("m")) {
					bench.machine().harts().getFirst().leave(3);
				}
			}

			@Override
			public boolean refused(Bench bench) {
				return bench.register(0, "mcause") == ILLEGAL;
			}

			/** The access of the instructions for CSRs is that of the CSR. */
			@Override
			public Optional<long[]> values(Row row) {
				return row.fields().stream().anyMatch(f -> f.called("csr")) ? Optional.empty() : IsaKit.Modes.super.values(row);
			}

			@Override
			public Optional<byte[]> read(RegisterRow register) {
				return register.number() > LAST_CSR ? Optional.empty()
						: Optional.of(RiscvRounds.ISA.encode(RiscvRounds.ISA.row("csrrs"), register.number(), 0, 1));
			}
		});
		assertTrue(trials > 500, "trials: " + trials);
	}

	private static void set(Bench bench, String register, long value) {
		RiscvRounds.ISA.register(register).write(bench.machine().harts().getFirst(), value);
	}
}
