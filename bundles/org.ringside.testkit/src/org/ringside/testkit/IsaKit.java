package org.ringside.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

import org.ringside.isa.BitField;
import org.ringside.isa.Code;
import org.ringside.isa.Decoded;
import org.ringside.isa.Isa;
import org.ringside.isa.IsaException;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.Row;
import org.ringside.isa.Row.ModeAccess;
import org.ringside.isa.assembler.Assembler;
import org.ringside.isa.assembler.AssemblyException;
import org.ringside.machine.Hart;
import org.ringside.machine.state.Snapshot;

/** Holds the description of an instruction set to what follows from it. */
public final class IsaKit {

	private static final int RANDOM_FORMS = 20;
	private static final int LONGEST = 16;
	private static final long PC = 0x40_0000;

	private final Isa isa;
	private final RandomGenerator random = new SplittableRandom(1);

	public IsaKit(Isa isa) {
		this.isa = isa;
	}

	// ---- encoding

	/** Every row, with every boundary of every field and with values at random, comes back from both decoders and from assembly. */
	public void rowsRoundTrip() {
		RandomCode values = new RandomCode(isa, random, row -> 1, RandomCode.Steering.NONE);
		Assembler assembler = new Assembler(isa).origin(PC);
		for (Row row : isa.rows()) {
			int forms = 0;
			for (long[] form : forms(row, values)) {
				byte[] bytes;
				try {
					bytes = isa.encode(row, form);
				} catch (IsaException e) {
					continue; // the row is not for these values
				}
				forms++;
				decoded(row, form, bytes, isa.decode(code(bytes), row.fullContext()), "decode");
				decoded(row, form, bytes, isa.decodeLinear(code(bytes), row.fullContext()), "decodeLinear");
				assembled(assembler, row, bytes);
			}
			if (forms == 0) {
				throw new AssertionError(row.name() + " '" + row.text().bits() + "' could not be encoded with any values");
			}
		}
	}

	private List<long[]> forms(Row row, RandomCode values) {
		List<long[]> forms = new ArrayList<>();
		for (int i = 0; i < RANDOM_FORMS; i++) {
			forms.add(values.values(row));
		}
		for (int field = 0; field < row.fields().size(); field++) {
			for (long edge : isa.boundaries(row, field)) {
				long[] form = values.values(row);
				form[field] = edge;
				forms.add(form);
			}
		}
		return forms;
	}

	private static Code code(byte[] bytes) {
		return i -> i < bytes.length ? bytes[i] & 0xff : 0;
	}

	private static void decoded(Row row, long[] form, byte[] bytes, Decoded decoded, String by) {
		if (decoded.row() != row || decoded.length() != bytes.length || !Arrays.equals(decoded.values(), form)) {
			throw new AssertionError("%s of %s, which encodes %s %s, gives %s %s of %d bytes".formatted(by, HexFormat.of().formatHex(bytes),
					row.name(), Arrays.toString(form), decoded.defined() ? decoded.row().name() : "nothing", Arrays.toString(decoded.values()),
					decoded.length()));
		}
	}

	/** The text must come back; the bytes too, unless another row of that mnemonic says the same in fewer. */
	private void assembled(Assembler assembler, Row row, byte[] bytes) {
		String text = isa.disassemble(isa.decode(code(bytes), row.fullContext()), PC);
		byte[] again;
		try {
			again = assembler.assemble("row", text).flat();
		} catch (AssemblyException e) {
			throw new AssertionError("'%s', as %s disassembles, does not assemble: %s".formatted(text, HexFormat.of().formatHex(bytes),
					e.getMessage()), e);
		}
		boolean same = Arrays.equals(bytes, again);
		if (!same && again.length < bytes.length && isa.rows().stream().filter(r -> r.name().equals(row.name())).count() > 1) {
			same = isa.disassemble(isa.decode(code(again), row.fullContext()), PC).equals(text);
		}
		if (!same) {
			throw new AssertionError("'%s' comes from %s and assembles to %s".formatted(text, HexFormat.of().formatHex(bytes),
					HexFormat.of().formatHex(again)));
		}
	}

	/** The tree and the list of rows decode random bytes equally, in every context that rows depend on. */
	public void decodersAgree(int times) {
		int mask = isa.rows().stream().mapToInt(row -> row.contextMask() | row.contextLifts()).reduce(0, (a, b) -> a | b);
		byte[] bytes = new byte[LONGEST];
		for (int i = 0; i < times; i++) {
			random.nextBytes(bytes);
			if (i % 2 == 0) {
				damaged(bytes);
			}
			int context = random.nextInt() & mask;
			Decoded tree = isa.decode(code(bytes), context);
			Decoded linear = isa.decodeLinear(code(bytes), context);
			boolean same = tree.row() == linear.row() && tree.length() == linear.length() && tree.bits() == linear.bits()
					&& Arrays.equals(tree.values(), linear.values());
			if (!same) {
				throw new AssertionError("%s in context 0x%x is %s by the tree and %s by the list".formatted(HexFormat.of().formatHex(bytes),
						context, tree, linear));
			}
		}
	}

	/** Nearly an instruction: one with a bit turned over. */
	private void damaged(byte[] bytes) {
		Row row = isa.rows().get(random.nextInt(isa.rows().size()));
		long[] values = new long[row.fields().size()];
		for (int f = 0; f < values.length; f++) {
			long[] edges = isa.boundaries(row, f);
			values[f] = edges[random.nextInt(edges.length)];
		}
		try {
			byte[] good = isa.encode(row, values);
			System.arraycopy(good, 0, bytes, 0, good.length);
			bytes[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
		} catch (IsaException e) {
			// random bytes will do
		}
	}

	// ---- access

	/** What the kit must know of an ISA to execute its system instructions in every mode. */
	public interface Modes {

		/** A machine; the kit has it to itself. */
		Bench bench();

		/** Brings the machine into a mode, about to execute this instruction, with nothing in its way. */
		void enter(Bench bench, String mode, byte[] instruction);

		/** True if the step just made was the trap for what the mode may not do. */
		boolean refused(Bench bench);

		/** The fields of a system instruction for the trial; empty if its access is that of the register which it names. */
		default Optional<long[]> values(Row row) {
			return Optional.of(new long[row.fields().size()]);
		}

		/** An instruction that reads a register and does not write it; empty if there is none. */
		default Optional<byte[]> read(RegisterRow register) {
			return Optional.empty();
		}
	}

	/**
	 * The access that rows declare is what executing every system instruction, and reading every register, shows in every
	 * mode; where a bit controls it, with the bit set and clear.
	 *
	 * @return how many trials were made
	 */
	public int accessIsAsDeclared(Modes modes) {
		int trials = 0;
		try (Bench bench = modes.bench()) {
			Snapshot fresh = bench.save();
			for (Row row : isa.rows()) {
				Optional<long[]> values = row.system() ? modes.values(row) : Optional.empty();
				if (values.isPresent()) {
					trials += tried(modes, bench, fresh, row.name(), row.access(), isa.encode(row, values.get()));
				}
			}
			for (RegisterRow register : isa.registers()) {
				Optional<byte[]> read = modes.read(register);
				if (read.isPresent()) {
					trials += tried(modes, bench, fresh, "reading " + register.name(), register.access(), read.get());
				}
			}
		}
		return trials;
	}

	private int tried(Modes modes, Bench bench, Snapshot fresh, String what, List<ModeAccess> access, byte[] instruction) {
		int trials = 0;
		for (ModeAccess one : access) {
			List<String> bits = one.bit().isEmpty() ? List.of() : List.of(one.bit().split("\\|"));
			// with all controlling bits such that it is allowed; then with each such that it traps
			for (int trap = -1; trap < bits.size(); trap++) {
				bench.restore(fresh);
				modes.enter(bench, one.mode(), instruction);
				boolean denied = false;
				boolean possible = true;
				for (int i = 0; i < bits.size(); i++) {
					boolean inverse = bits.get(i).strip().startsWith("!");
					boolean done = set(bench, bits.get(i).strip().replace("!", "").strip(), (i == trap) != inverse);
					denied |= i == trap || !done;
					possible &= done || i != trap;
				}
				if (!possible) {
					continue; // this machine has the bit wired so that it allows
				}
				long traps = bench.machine().harts().getFirst().trapsTaken;
				bench.run(1);
				boolean trapped = bench.machine().harts().getFirst().trapsTaken != traps;
				boolean refused = trapped && modes.refused(bench);
				boolean declared = one.kind() == ModeAccess.Kind.TRAPS || denied;
				if (declared ? !trapped : refused) {
					throw new AssertionError("%s in mode %s is declared %s%s, and %s".formatted(what, one.mode(), one.kind(), bits.isEmpty() ? ""
							: " " + bits + (trap < 0 ? " (allowed)" : " (" + bits.get(trap) + ")"), trapped ? "traps" : "does not trap"));
				}
				trials++;
			}
		}
		return trials;
	}

	/** Sets all bits of a field that a row names: {@code TSR}, or {@code mcounteren.CY}. False if they are wired to the other value. */
	private boolean set(Bench bench, String name, boolean on) {
		Hart hart = bench.machine().harts().getFirst();
		String[] parts = name.split("\\.");
		TreeSet<String> known = new TreeSet<>();
		for (RegisterRow register : isa.registers()) {
			for (BitField field : register.fields()) {
				boolean meant = field.name().equals(parts[parts.length - 1]) && (parts.length == 1 || register.name().equals(parts[0]));
				if (meant && register.writable()) {
					register.write(hart, field.with(register.read(hart), on ? -1 : 0));
					if ((field.get(register.read(hart)) != 0) == on) {
						return true;
					}
					known.add(register.name());
				}
			}
		}
		if (known.isEmpty()) {
			throw new AssertionError("no register that can be written has the field " + name);
		}
		return false;
	}
}
