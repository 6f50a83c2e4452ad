package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringside.isa.assembler.Assembler;

/** Pseudo-instructions assemble to what GNU's assembler makes of them. */
class PseudoTest {

	private static final String EACH = """
			mv s0, fp; nop; mv a0, a1; move a0, a1; not a0, a1; neg a0, a1; negw a0, a1; sext.w a0, a1; sext.b a0, a1; sext.h a0, a1
			zext.b a0, a1; zext.h a0, a1; zext.w a0, a1; seqz a0, a1; snez a0, a1; sltz a0, a1; sgtz a0, a1
			sgt a0, a1, a2; sgtu a0, a1, a2
			beqz a0, there; bnez a0, there; blez a0, there; bgez a0, there; bltz a0, there; bgtz a0, there
			bgt a0, a1, there; ble a0, a1, there; bgtu a0, a1, there; bleu a0, a1, there
			j there; jal there; jal t0, there; jr a0; jr 8(a0); jr (a0); jalr a0; jalr 8(a0); jalr a0, a1; jalr a0, 8(a1); jalr a0, (a1)
			jalr a0, a1, 8; ret
			csrr a0, mstatus; csrw mstatus, a0; csrs mie, a0; csrc mie, a0; csrwi mie, 3; csrsi mie, 3; csrci mie, 3
			csrw mie, 3; csrs mie, 3; csrc mie, 3; csrrw a0, mie, 3; csrrs a0, mie, 3; csrrc a0, mie, 3; csrr a0, 0x342; csrw pmpaddr3, a0
			rdcycle a0; rdtime a0; rdinstret a0
			fence; fence rw, w; fence.tso; fence.i; sfence.vma; sfence.vma a0; sfence.vma a0, a1; unimp; scall; sbreak; ecall; ebreak
			add a0, a1, 5; addw a0, a1, 5; and a0, a1, -5; or a0, a1, 5; xor a0, a1, 5; sll a0, a1, 5; srl a0, a1, 5; sra a0, a1, 5
			sllw a0, a1, 5; srlw a0, a1, 5; sraw a0, a1, 5; slt a0, a1, 5; sltu a0, a1, 5
			lb a0, (a1); lh a0, (a1); lw a0, (a1); ld a0, (a1); lbu a0, (a1); lhu a0, (a1); lwu a0, (a1)
			sb a0, (a1); sh a0, (a1); sw a0, (a1); sd a0, (a1)
			lb a0, there; lh a0, there; lw a0, there; ld a0, there; lbu a0, there; lhu a0, there; lwu a0, there
			sb a0, there, t0; sh a0, there, t0; sw a0, there, t0; sd a0, there, t0
			la a0, there; lla a0, there; call there; call t0, there; tail there; jump there, t0
			lui a0, %hi(there); addi a0, a0, %lo(there); ld a1, %lo(there)(a0); sd a1, %lo(there)(a0)
			frcsr a0; fscsr a0; fscsr a0, a1; frrm a0; fsrm a0; fsrm a0, a1; fsrmi 3; fsrmi a0, 3; frflags a0; fsflags a0; fsflags a0, a1
			fsflagsi 3; fsflagsi a0, 3; fmv.x.s a0, fa1; fmv.s.x fa0, a1
			fmv.s fa0, fa1; fneg.s fa0, fa1; fabs.s fa0, fa1; fgt.s a0, fa1, fa2; fge.s a0, fa1, fa2
			fmv.d fa0, fa1; fneg.d fa0, fa1; fabs.d fa0, fa1; fgt.d a0, fa1, fa2; fge.d a0, fa1, fa2
			flw fa0, (a1); fld fa0, (a1); fsw fa0, (a1); fsd fa0, (a1)
			flw fa0, there, t0; fld fa0, there, t0; fsw fa0, there, t0; fsd fa0, there, t0
			fadd.s fa0, fa1, fa2; fadd.d fa0, fa1, fa2, rup; fmadd.d fa0, fa1, fa2, fa3; fsqrt.s fa0, fa1, rmm; fcvt.w.d a0, fa1, rtz
			fcvt.w.s a0, fa1; fcvt.d.w fa0, a1; fcvt.d.s fa0, fa1; fcvt.s.d fa0, fa1, rdn; fcvt.d.l fa0, a1; fadd.s ft0, ft1, f31, dyn
			lr.w a0, (a1); sc.d.aqrl a0, a2, (a1); amoadd.w.aq a0, a2, (a1); amoswap.d.rl zero, a2, (a1)
			""";

	private static final long[] CONSTANTS = { 0, 1, -1, 2047, 2048, -2048, -2049, 4095, 4096, 0x7ff_f800L, 0x7fff_f7ffL, 0x7fff_f800L, 0x7fff_ffffL,
			0x8000_0000L, 0xffff_ffffL, 0x1_0000_0000L, -0x8000_0000L, -0x8000_0001L, 0x8000_0000_0000_0000L, Long.MAX_VALUE,
			0x0123_4567_89ab_cdefL, 0xfedc_ba98_7654_3210L, 0x8000_0000_0000_0001L, 0x00ff_00ff_00ff_00ffL, 0x1234_5000_0000_0000L,
			0x8000_1000L, 0xffff_ffff_0000_0000L, 0x10_0000_0001L };

	@TempDir
	Path directory;

	private void compare(List<String> lines) throws Exception {
		Binutils.needed();
		List<String> source = new ArrayList<>(lines);
		source.addFirst("_start:");
		source.addAll(List.of("there:", ".4byte 0"));
		List<String> gnu = new ArrayList<>(source);
		gnu.addFirst(".option norvc");
		byte[] theirs = new Binutils(directory).assemble(gnu);
		byte[] ours = new Assembler(RiscvBench.ISA).assemble("test.s", String.join("\n", source) + "\n").flat();
		for (int at = 0; at < Math.min(theirs.length, ours.length); at += 4) {
			int place = at;
			assertEquals(HexFormat.of().formatHex(theirs, at, at + 4), HexFormat.of().formatHex(ours, at, at + 4),
					() -> "at " + place);
		}
		assertArrayEquals(theirs, ours);
	}

	@Test
	void eachIsWhatGnuMakesOfIt() throws Exception {
		List<String> lines = Arrays.stream(EACH.split("[;\n]")).map(String::trim).filter(line -> !line.isEmpty()).toList();
		assertTrue(lines.size() > 100, () -> lines.size() + " lines");
		compare(lines);
	}

	@Test
	void constantsAreBuiltAsGnuBuildsThem() throws Exception {
		compare(Arrays.stream(CONSTANTS).mapToObj(value -> "li a0, 0x%x".formatted(value)).toList());
		compare(Arrays.stream(CONSTANTS).mapToObj(value -> "li t6, " + value).toList());
	}
}
