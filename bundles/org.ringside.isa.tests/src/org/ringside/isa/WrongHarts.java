package org.ringside.isa;

import org.ringside.isa.WrongRows.Says;

/** Harts with one mistake each, and what is said of it. */
final class WrongHarts {

	private WrongHarts() {
	}

	@Says("NumberTwice.b 'b': the number 7 is also that of a")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class NumberTwice extends BareHart {
		@Register(number = 7, access = "u:always")
		long a;
		@Register(number = 7, access = "u:always")
		long b;
	}

	@Says("NameTwice.b 'a': there are two registers called 'a'")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class NameTwice extends BareHart {
		@Register(number = 7, access = "u:always")
		long a;
		@Register(number = 8, access = "u:always", name = "a")
		long b;
	}

	@Says("FieldsOverlap.a 'a': 'MODE[4:3]' overlaps another field")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class FieldsOverlap extends BareHart {
		@Register(number = 7, access = "u:always", fields = "IE[3] MODE[4:3]")
		long a;
	}

	@Says("FieldOutside.a 'a': 'MODE[8:7]' does not lie in 8 bits")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class FieldOutside extends BareHart {
		@Register(number = 7, width = 8, access = "u:always", fields = "IE[3] MODE[8:7]")
		long a;
	}

	@Says("NoWriter.a 'a': there is no 'static void setA(NoWriter, long)' beside it, in the hart class or in a class of registers()")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class NoWriter extends BareHart {
		@Register(number = 7, access = "u:always", write = "setA")
		long a;
	}

	@Says("WrongType.a 'a': a register is a field of the hart of type long, int, short, byte or boolean, a run of registers an array")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class WrongType extends BareHart {
		@Register(number = 7, access = "u:always")
		String a;
	}

	@Says("AccessIncomplete.a 'a': access lacks the mode 's'")
	@Description(modes = "u s", alignment = 1, addressBits = 32, result = "", target = "")
	static final class AccessIncomplete extends BareHart {
		@Register(number = 7, access = "u:always")
		long a;
	}

	@Says("FileOfOtherType.x 'x': a register file is a field of type long[] or int[], not byte[]")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class FileOfOtherType extends BareHart {
		@RegisterFile(name = "x", count = 4, width = 8, operands = "a", number = 0)
		byte[] x;
	}

	@Says("NamesIncomplete.x 'x': 3 names for 4 registers; give each one")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class NamesIncomplete extends BareHart {
		@RegisterFile(name = "x", count = 4, width = 8, operands = "a", number = 0, names = "a b c")
		int[] x;
	}

	@Says("UnknownFile @Operand 'rd'': there is no register file 'x'; there are [r]")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "", operands = @Operand(name = "rd'", file = "x"))
	static final class UnknownFile extends BareHart {
		@RegisterFile(name = "r", count = 4, width = 8, operands = "a", number = 0)
		int[] r;
	}

	@Says("OperandTwice @Operand 'a': the operand is declared twice")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "", operands = @Operand(name = "a", width = 3))
	static final class OperandTwice extends BareHart {
		@RegisterFile(name = "r", count = 4, width = 8, operands = "a", number = 0)
		int[] r;
	}

	@Says("NoModes '@Description': modes is empty; name at least one")
	@Description(modes = "", alignment = 1, addressBits = 32, result = "", target = "")
	static final class NoModes extends BareHart {
	}

	@Says("NoLength '@Description(length = \"length\")': there is no 'static int length(long)' in the hart class")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "", length = "length")
	static final class NoLength extends BareHart {
	}

	@Says("org.ringside.isa.WrongHarts$NoDescription carries no @Description")
	static final class NoDescription extends BareHart {
	}

	@Says("Pte 'PTE': 'PPN[64:10]' does not lie in 64 bits")
	@Description(modes = "u", alignment = 1, addressBits = 32, result = "", target = "")
	static final class BadFormat extends BareHart {
		@Format(name = "PTE", width = 64, fields = "V[0] PPN[64:10]")
		static final class Pte {
		}
	}
}
