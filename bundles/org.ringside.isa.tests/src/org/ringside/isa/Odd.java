package org.ringside.isa;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;

import org.ringside.machine.Hart;
import org.ringside.machine.runtime.Access;

/** A big-endian ISA of one to twelve bytes with 32-bit addresses, a delay slot and register-or-memory operands. */
public record Odd(List<Class<?>> chapters) implements Architecture {

	public static Isa isa() {
		return Isa.of(new Odd(List.of(Rows.class)));
	}

	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public Class<? extends Hart> hartType() {
		return OddHart.class;
	}

	@Override
	public Hart createHart(int index, Map<String, String> features) {
		return new OddHart();
	}

	@Override
	public int contextBit(String name) {
		throw new IllegalArgumentException(name);
	}

	@Description(modes = "u k", bigEndian = true, alignment = 1, addressBits = 32, result = "r1", target = "target", operands = {
			@Operand(name = "disp", signed = true), @Operand(name = "word"), @Operand(name = "m", width = 1),
			@Operand(name = "r2", file = "r", address = "at", select = "m", bytes = 4) })
	static final class OddHart extends BareHart {
		@RegisterFile(name = "r", count = 8, width = 32, operands = "r1 r3", number = 0)
		final int[] r = new int[8];

		@Register(number = 20, width = 32, access = "k:always u:always")
		int hi;

		static long at(long r2) {
			return r2;
		}

		static long target(long next, long disp) {
			return next + 4 * disp;
		}
	}

	static final class Rows {
		@Instruction(bits = "00000000")
		static void nop() {
		}

		@Instruction(bits = "0001 m r1 0 r2 0000", asm = "r1, r2")
		static int add(int r1, int r2) {
			return r1 + r2;
		}

		@Instruction(bits = "0010 m r1 0 r2 0000", asm = "r2, r1", result = "r2")
		static int mov(int r1) {
			return r1;
		}

		@Instruction(bits = "00110 r1 disp[15:0]", asm = "r1, disp", control = Control.DELAYED)
		static boolean bz(int r1) {
			return r1 == 0;
		}

		@Instruction(bits = "01000000 00000 r1 word[31:0] 00000000", asm = "r1, word", also = "hi = high")
		static long li(long word) {
			return word;
		}

		static long high(long result) {
			return result >>> 32;
		}

		@Instruction(bits = "01000001 00000 r1 00000 r3 word[63:0] 10101010", asm = "r1, r3, word")
		static long li64(long r3, long word) {
			return r3 + word;
		}

		@Instruction(bits = "01000010 00 r1 r3", asm = "(r1), (r3)", control = Control.REPEAT, restart = "r1 r3", also = { "r1 = up1", "r3 = up3" })
		static boolean move(Access memory, long r1, long r3) {
			memory.store8(r1, memory.load8(r3));
			return memory.load8(r1) != 0;
		}

		static long up1(long r1) {
			return r1 + 1;
		}

		static long up3(long r3) {
			return r3 + 1;
		}
	}
}
