package org.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/** A little-endian ISA of 2 and 4 bytes, shaped like a piece of RISC-V; its chapters can be replaced by wrong ones. */
public record Toy(Class<? extends Hart> hartType, List<Class<?>> chapters) implements Architecture {

	public static Isa isa() {
		return Isa.of(new Toy(ToyHart.class, List.of(Base.class, Short.class)));
	}

	/** The toy with other chapters. */
	public static Isa with(Class<?>... chapters) {
		return Isa.of(new Toy(ToyHart.class, List.of(chapters)));
	}

	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public Hart createHart(int index, Map<String, String> features) {
		return new ToyHart();
	}

	@Override
	public int contextBit(String name) {
		return switch (name) {
		case "short" -> 1;
		case "wide" -> 2;
		default -> throw new IllegalArgumentException(name);
		};
	}

	@Override
	public String pseudoInstructions() {
		return """
				# what everyone writes
				nop => addi zero, zero, 0
				mv rd, rs => addi rd, rs, 0
				j offset => jal zero, offset
				jr rs => jalr zero, 0(rs)
				jal offset => jal link, offset
				lla rd, sym => .Lpc\\@: auipc rd, %pcrel_hi(sym); addi rd, rd, %pcrel_lo(.Lpc\\@)
				call sym => .Lpc\\@: auipc link, %pcrel_hi(sym); jalr link, %pcrel_lo(.Lpc\\@)(link)
				ld rd, sym => .Lpc\\@: auipc rd, %pcrel_hi(sym); ld rd, %pcrel_lo(.Lpc\\@)(rd)
				neg rd, imm => addi rd, zero, -imm
				loop => loop
				pause => .4byte 0x0000000f
				xor rd, rs, imm => addi rd, rs, imm
				%hi(x) => (x + 0x800) >> 12 & 0xfffff
				%lo(x) => ((x & 0xfff) ^ 0x800) - 0x800
				%pcrel_hi(x) => %hi(x - .)
				%pcrel_lo(x) => %lo(%pcrel_hi[x] - x)
				swap a, b => xor a, a, b; xor b, a, b; xor a, a, b
				""";
	}

	@Override
	public Optional<List<String>> expand(String mnemonic, List<String> operands, Expressions expressions) {
		if (!mnemonic.equals("li") || operands.size() != 2) {
			return Optional.empty();
		}
		long value = expressions.value(operands.get(1)).orElse(0);
		if (value != (int) value) {
			throw new IsaException("li takes 32 bits here, not " + value);
		}
		String rd = operands.get(0);
		return Optional.of(value >= -2048 && value < 2048 ? List.of("addi " + rd + ", zero, " + value)
				: List.of("lui " + rd + ", %hi(" + value + ")", "addi " + rd + ", " + rd + ", %lo(" + value + ")"));
	}

	@Description(modes = "u s", alignment = 2, addressBits = 64, length = "length", elfMachine = 243, result = "rd", target = "target", operands = {
			@Operand(name = "imm", signed = true), @Operand(name = "uimm"), @Operand(name = "shamt"),
			@Operand(name = "rd'", width = 3, file = "x", plus = 8), @Operand(name = "rs2'", width = 3, file = "x", plus = 8),
			@Operand(name = "rm", width = 3, names = "rne rtz - - - - - dyn"), @Operand(name = "aqrl", names = "- .rl .aq .aqrl"),
			@Operand(name = "csr", width = 12, registers = 0), @Operand(name = "ra", number = 1, file = "x") })
	static final class ToyHart extends BareHart {
		@RegisterFile(name = "x", count = 32, width = 64, operands = "rd rs1 rs2", zero = 0, number = 0, names = "zero link sp x3 x4 x5 x6 x7 x8 x9 x10 x11"
				+ " x12 x13 x14 x15 x16 x17 x18 x19 x20 x21 x22 x23 x24 x25 x26 x27 x28 x29 x30 x31")
		final long[] x = new long[33];

		@Register(number = 0x300, width = 8, fields = "IE[0] TSR[1] MODE[7:6]", access = "s:always u:traps", write = "setStatus", changes = "traps")
		int status;

		@Register(number = 0x301, width = 5, access = "s:always u:always")
		long flags;

		@Register(number = 102, width = 1, access = "s:unless(TSR) u:differs", state = false)
		static long ie(ToyHart hart) {
			return hart.status & 1;
		}

		@Register(number = 110, count = 3, first = 3, access = "s:always u:always", write = "setTimer")
		static long timer(ToyHart hart, int index) {
			return hart.timers[index] + 1;
		}

		static void setTimer(ToyHart hart, int index, long value) {
			hart.timers[index] = value - 1;
		}

		@Register(number = 120, count = 3, access = "s:always u:traps", name = "bound")
		final long[] timers = new long[3];

		static int length(long parcel) {
			return (parcel & 3) == 3 ? 4 : 2;
		}

		static void setStatus(ToyHart hart, long value) {
			hart.status = (int) value & 0xc3;
		}

		static long target(long pc, long imm) {
			return pc + imm;
		}

		@Format(name = "Toy PTE", width = 64, fields = "V[0] R[1] PPN[53:10]")
		static final class Pte {
		}
	}

	/** Four bytes. */
	@Chapter(value = "B", title = "Base")
	static final class Base {
		@Instruction(bits = "imm[11:0] rs1 000 rd 0010011", asm = "rd, rs1, imm")
		static long addi(long rs1, long imm) {
			return rs1 + imm;
		}

		@Instruction(bits = "0000000 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2")
		static long xor(long rs1, long rs2) {
			return rs1 ^ rs2;
		}

		@Instruction(bits = "0000001 rs2 rs1 100 rd 0110011", asm = "rd, rs1, rs2", also = "flags = addFlags")
		static long adds(long rs1, long rs2) {
			return rs1 + rs2;
		}

		static long addFlags(long rs1, long rs2, long result) {
			return (result == 0 ? 1 : 0) | (rs1 > rs2 ? 2 : 0);
		}

		@Instruction(bits = "imm[31:12] rd 0110111", asm = "rd, imm[31:12]")
		static long lui(long imm) {
			return imm;
		}

		@Instruction(bits = "imm[31:12] rd 0010111", asm = "rd, imm[31:12]")
		static long auipc(long pc, long imm) {
			return pc + imm;
		}

		@Instruction(bits = "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011", asm = "rs1, rs2, imm", control = Control.BRANCH)
		static boolean beq(long rs1, long rs2) {
			return rs1 == rs2;
		}

		@Instruction(bits = "imm[20|10:1|11|19:12] rd 1101111", asm = "rd, imm", control = Control.JUMP, also = "rd = link")
		static long jal(long pc, long imm) {
			return pc + imm;
		}

		@Instruction(bits = "imm[11:0] rs1 000 rd 1100111", asm = "rd, imm(rs1)", control = Control.JUMP, also = "rd = link")
		static long jalr(long rs1, long imm) {
			return rs1 + imm & -2;
		}

		static long link(long next) {
			return next;
		}

		@Instruction(bits = "imm[11:0] rs1 011 rd 0000011", asm = "rd, imm(rs1)")
		static long ld(Access memory, long rs1, long imm) {
			return memory.load64(rs1 + imm);
		}

		@Instruction(bits = "imm[11:5] rs2 rs1 011 imm[4:0] 0100011", asm = "rs2, imm(rs1)")
		static void sd(Access memory, long rs1, long rs2, long imm) {
			memory.store64(rs1 + imm, rs2);
		}

		@Instruction(bits = "00001 aqrl[1:0] rs2 rs1 011 rd 0101111", asm = "{aqrl} rd, rs2, (rs1)", name = "swap.d")
		static long swap_d(Access memory, long rs1, long rs2) {
			long old = memory.load64(rs1);
			memory.store64(rs1, rs2);
			return old;
		}

		@Instruction(bits = "0000000 rs2 rs1 rm rd 1010011", asm = "rd, rs1, rs2{, rm=dyn}", name = "fadd.s",
				where = "rm != 5, rm != 7 or wide")
		static long fadd(long rs1, long rs2, long rm) {
			return rs1 + rs2 + rm;
		}

		@Instruction(bits = "csr rs1 001 rd 1110011", asm = "rd, csr, rs1", access = "s:unless(TSR) u:traps")
		static long csrrw(ToyHart hart, long csr, long rs1) {
			return hart.status + csr + rs1;
		}

		@Instruction(bits = "xxxx 00000000 xxxxx 000 xxxxx 0001111")
		static void fence() {
		}
	}

	/** Two bytes. */
	@Chapter(value = "C", title = "Compressed")
	static final class Short {
		@Instruction(bits = "000 imm[5] rd/rs1 imm[4:0] 01", asm = "rd, imm", name = "c.addi", where = "rd != 0", when = "short")
		static long c_addi(long rs1, long imm) {
			return rs1 + imm;
		}

		@Instruction(bits = "000 imm[5] 00000 imm[4:0] 01", asm = "imm", name = "c.nop", when = "short")
		static void c_nop() {
		}

		@Instruction(bits = "100011 rd'/rs1' 11 rs2' 01", asm = "rd', rs2'", name = "c.and", when = "short")
		static long c_and(long rs1, long rs2) {
			return rs1 & rs2;
		}

		@Instruction(bits = "010 uimm[5] rd uimm[4:2|7:6] 10", asm = "rd, uimm(sp)", name = "c.lwsp", where = "rd != 0", when = "short !wide")
		static long c_lwsp(Access memory, long sp, long uimm) {
			return memory.load32(sp + uimm);
		}

		@Instruction(bits = "010 uimm[5] rd uimm[4:3|8:6] 10", asm = "rd, uimm(sp)", name = "c.ldsp", where = "rd != 0", when = "short wide")
		static long c_ldsp(Access memory, long sp, long uimm) {
			return memory.load64(sp + uimm);
		}

		@Instruction(bits = "1001 00000 00000 10", name = "c.trap", access = "s:always u:always", when = "short")
		static void c_trap(ToyHart hart) {
			throw hart.illegal(0, 2);
		}
	}
}
