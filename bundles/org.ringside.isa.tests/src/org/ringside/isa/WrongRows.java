package org.ringside.isa;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.ringside.machine.runtime.Access;

/** Chapters with one mistake each, and what is said of it. */
final class WrongRows {

	private WrongRows() {
	}

	/** The message. */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Says {
		String value();
	}

	@Says("LeftOver.add '000000 rs2 rs1 000 rd 0110011': the row has 31 bits, 7 left over after whole bytes; give each field its width")
	static final class LeftOver {
		@Instruction(bits = "000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
		static long add(long rs1, long rs2) {
			return rs1 + rs2;
		}
	}

	@Says("TooLong.li 'imm[63:0] uimm[63:0]': the row has 128 bits, more than the 15 bytes of the longest instruction")
	static final class TooLong {
		@Instruction(bits = "imm[63:0] uimm[63:0]", asm = "imm, uimm")
		static void li() {
		}
	}

	@Says("Gap.add 'imm[11:6] imm[4:0] 0 rs1 000 rd 0110011': bits of 'imm' are missing: 5")
	static final class Gap {
		@Instruction(bits = "imm[11:6] imm[4:0] 0 rs1 000 rd 0110011", asm = "rd, rs1, imm")
		static long add(long rs1, long imm) {
			return rs1 + imm;
		}
	}

	@Says("Twice.add 'imm[11:5] imm[5:1] rs1 000 rd 0110011': bits of 'imm' are encoded twice")
	static final class Twice {
		@Instruction(bits = "imm[11:5] imm[5:1] rs1 000 rd 0110011", asm = "rd, rs1, imm")
		static long add(long rs1, long imm) {
			return rs1 + imm;
		}
	}

	@Says("NotAToken.add '0000000 rs2, rs1 000 rd 0110011': 'rs2,' is neither bits nor a field; write 0 and 1, name, name[5] or name[4:1|11]")
	static final class NotAToken {
		@Instruction(bits = "0000000 rs2, rs1 000 rd 0110011", asm = "rd, rs1, rs2")
		static long add(long rs1, long rs2) {
			return rs1 + rs2;
		}
	}

	@Says("NoWidth.add 'imm rs1 000 rd 0110011': the width of 'imm' is not known; write its bits, as in imm[11:0], or declare its @Operand(width)")
	static final class NoWidth {
		@Instruction(bits = "imm rs1 000 rd 0110011", asm = "rd, rs1, imm")
		static long add(long rs1, long imm) {
			return rs1 + imm;
		}
	}

	@Says("UnknownField.add '0000000 rt rs1 000 rd 0110011': unknown operand 'rt'; declare it in @RegisterFile(operands) or as an @Operand of @Description")
	static final class UnknownField {
		@Instruction(bits = "0000000 rt rs1 000 rd 0110011", asm = "rd, rs1, rt")
		static long add(long rs1, long rt) {
			return rs1 + rt;
		}
	}

	@Says("UnknownParameter.add '0000000 rs2 rs1 000 rd 0110011': the parameter 'rs3' of add is no field of the row, register of the hart, pc, next or bits")
	static final class UnknownParameter {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
		static long add(long rs1, long rs3) {
			return rs1 + rs3;
		}
	}

	@Says("WrongType.add '0000000 rs2 rs1 000 rd 0110011': the parameter 'rs1' of add is a short; values are long or int")
	static final class WrongType {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
		static long add(short rs1, long rs2) {
			return rs1 + rs2;
		}
	}

	@Says("Overlap.sub '000000 imm[0] rs2 rs1 000 rd 0110011': overlaps Overlap.add '0000000 rs2 rs1 000 rd 0110011'; tell them apart by bits, or give one of them a where or when that excludes the other")
	static final class Overlap {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
		static long add(long rs1, long rs2) {
			return rs1 + rs2;
		}

		@Instruction(bits = "000000 imm[0] rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2, imm")
		static long sub(long rs1, long rs2, long imm) {
			return rs1 - rs2 - imm;
		}
	}

	@Says("OverlapInContext.b '00000000 00000001': overlaps OverlapInContext.a '00000000 00000001'; tell them apart by bits, or give one of them a where or when that excludes the other")
	static final class OverlapInContext {
		@Instruction(bits = "00000000 00000001", when = "short")
		static void a() {
		}

		@Instruction(bits = "00000000 00000001", when = "wide")
		static void b() {
		}
	}

	@Says("OverlapOfConditions.b '000 uimm[5:0] 00000 01': overlaps OverlapOfConditions.a '000 uimm[5:0] 00000 01'; tell them apart by bits, or give one of them a where or when that excludes the other")
	static final class OverlapOfConditions {
		@Instruction(bits = "000 uimm[5:0] 00000 01", asm = "uimm", where = "uimm < 5")
		static void a() {
		}

		@Instruction(bits = "000 uimm[5:0] 00000 01", asm = "uimm", where = "uimm >= 4")
		static void b() {
		}
	}

	@Says("NoAccess.halt '00000000 00000001': it takes the hart and declares no access; add access = \"s:always u:always\"")
	static final class NoAccess {
		@Instruction(bits = "00000000 00000001")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("AccessWithoutHart.nop '00000000 00000001': it declares access and does not take the hart; a method of values can neither trap nor differ")
	static final class AccessWithoutHart {
		@Instruction(bits = "00000000 00000001", access = "s:always u:traps")
		static void nop() {
		}
	}

	@Says("ModeMissing.halt '00000000 00000001': access lacks the mode 'u'")
	static final class ModeMissing {
		@Instruction(bits = "00000000 00000001", access = "s:always")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("ModeUnknown.halt '00000000 00000001': access names the mode 'm'; the modes are u s")
	static final class ModeUnknown {
		@Instruction(bits = "00000000 00000001", access = "m:always s:always u:traps")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("ModeTwice.halt '00000000 00000001': access names the mode 's' twice")
	static final class ModeTwice {
		@Instruction(bits = "00000000 00000001", access = "s:always s:always u:traps")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("KindUnknown.halt '00000000 00000001': access 'u:never' is not mode:always, :traps, :unless(BIT) or :differs")
	static final class KindUnknown {
		@Instruction(bits = "00000000 00000001", access = "s:always u:never")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("BitUnknown.halt '00000000 00000001': no register has the field 'TVM' that access names")
	static final class BitUnknown {
		@Instruction(bits = "00000000 00000001", access = "s:unless(status.TSR | !TVM) u:traps")
		static void halt(Toy.ToyHart hart) {
			hart.waiting = true;
		}
	}

	@Says("FieldUnused.neg '0000000 rs2 rs1 000 rd 0110011': the field 'rs2' is not used; write x for bits that are ignored")
	static final class FieldUnused {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("FieldNotWritten.add '0000000 rs2 rs1 000 rd 0110011': the field 'rs2' is used and is not in asm 'rd, rs1', so that assembly cannot give it")
	static final class FieldNotWritten {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1")
		static long add(long rs1, long rs2) {
			return rs1 + rs2;
		}
	}

	@Says("BranchOfLong.beq '0000000 rs2 rs1 000 rd 0110011': the method returns long, and control BRANCH wants boolean")
	static final class BranchOfLong {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2", control = Control.BRANCH)
		static long beq(long rs1, long rs2) {
			return rs1 - rs2;
		}
	}

	@Says("JumpOfBoolean.j 'imm[15:0]': the method returns boolean, and control JUMP wants long")
	static final class JumpOfBoolean {
		@Instruction(bits = "imm[15:0]", asm = "imm", control = Control.JUMP)
		static boolean j(long imm) {
			return imm == 0;
		}
	}

	@Says("RepeatOfVoid.move '000000 rs2 rs1': the method returns void, and control REPEAT wants boolean")
	static final class RepeatOfVoid {
		@Instruction(bits = "000000 rs2 rs1", asm = "rs1, rs2", control = Control.REPEAT, restart = "rs1")
		static void move(Access memory, long rs1, long rs2) {
			memory.store8(rs1, memory.load8(rs2));
		}
	}

	@Says("ResultNowhere.neg '000000 00000 rs1': its result goes to 'rd', which is no field of the row and no register of the hart")
	static final class ResultNowhere {
		@Instruction(bits = "000000 00000 rs1", asm = "rs1")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("ResultOfVoid.nop '00000000 00000000': result 'sp' for a method that returns no value")
	static final class ResultOfVoid {
		@Instruction(bits = "00000000 00000000", result = "sp")
		static void nop() {
		}
	}

	@Says("ResultToConstant.neg '000000 uimm[4:0] rs1': its result cannot go to 'uimm', which is a constant")
	static final class ResultToConstant {
		@Instruction(bits = "000000 uimm[4:0] rs1", asm = "rs1, uimm", result = "uimm")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("CompanionMissing.neg '000000 rd rs1': there is no companion 'negFlags' in CompanionMissing or ToyHart")
	static final class CompanionMissing {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", also = "flags = negFlags")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("CompanionImpure.neg '000000 rd rs1': the companion negFlags is not pure: it takes ToyHart hart")
	static final class CompanionImpure {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", also = "flags = negFlags")
		static long neg(long rs1) {
			return -rs1;
		}

		static long negFlags(Toy.ToyHart hart) {
			return hart.flags;
		}
	}

	@Says("CompanionOfNothing.test '000000 00000 rs1': 'result' is for companions of a method that returns a value")
	static final class CompanionOfNothing {
		@Instruction(bits = "000000 00000 rs1", asm = "rs1", also = "flags = sign")
		static void test() {
		}

		static long sign(long rs1, long result) {
			return rs1 | result;
		}
	}

	@Says("CompanionNotStatic.neg '000000 rd rs1': the companion 'negFlags' must be one static method")
	static final class CompanionNotStatic {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", also = "flags = negFlags")
		static long neg(long rs1) {
			return -rs1;
		}

		long negFlags(long rs1) {
			return rs1;
		}
	}

	@Says("CompanionVoid.neg '000000 rd rs1': the companion 'negFlags' must return long or int")
	static final class CompanionVoid {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", also = "flags = negFlags")
		static long neg(long rs1) {
			return -rs1;
		}

		static void negFlags() {
		}
	}

	@Says("WhereUnknown.neg '000000 rd rs1': where names 'rs2', which is no field of the row")
	static final class WhereUnknown {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", where = "rd != 0, rs2 != 0")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("WhereNonsense.neg '000000 rd rs1': where 'rd nonzero' is not field != value, with one of == != < <= > >=, and perhaps or BIT")
	static final class WhereNonsense {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", where = "rd nonzero")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("WhenUnknown.neg '000000 rd rs1': when names 'narrow', which Architecture.contextBit does not know")
	static final class WhenUnknown {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", when = "!narrow")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("LiftUnknown.neg '000000 rd rs1': where names 'narrow', which Architecture.contextBit does not know")
	static final class LiftUnknown {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", where = "rd != 1 or narrow")
		static long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("TrailingUnknown.neg 'rm 0000000000000 rd rs1 xxxxxx': 'up' is no name of a value of rm, and it is what rm is when left out")
	static final class TrailingUnknown {
		@Instruction(bits = "rm 0000000000000 rd rs1 xxxxxx", asm = "rd, rs1{, rm=up}")
		static long neg(long rs1, long rm) {
			return -rs1;
		}
	}

	@Says("NoRestart.move '000000 rs2 rs1': control REPEAT needs the restart registers that hold how far it got")
	static final class NoRestart {
		@Instruction(bits = "000000 rs2 rs1", asm = "rs1, rs2", control = Control.REPEAT)
		static boolean move(long rs1, long rs2) {
			return rs1 != rs2;
		}
	}

	@Says("RestartNotWritten.move '000000 rs2 rs1': the restart register 'rs1' is no result of the row; name it in also")
	static final class RestartNotWritten {
		@Instruction(bits = "000000 rs2 rs1", asm = "rs1, rs2", control = Control.REPEAT, restart = "rs1")
		static boolean move(long rs1, long rs2) {
			return rs1 != rs2;
		}
	}

	@Says("SamePlace.neg '000000 rd rs1': two results go to the same place")
	static final class SamePlace {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1", also = "rd = twice")
		static long neg(long rs1) {
			return -rs1;
		}

		static long twice(long result) {
			return 2 * result;
		}
	}

	@Says("LengthDiffers.neg '000000 rd 00011': the row has 2 bytes, and its first bits tell 4")
	static final class LengthDiffers {
		@Instruction(bits = "000000 rd 00011", asm = "rd")
		static long neg() {
			return -1;
		}
	}

	@Says("NotStatic.neg '000000 rd rs1': the method must be static")
	static final class NotStatic {
		@Instruction(bits = "000000 rd rs1", asm = "rd, rs1")
		long neg(long rs1) {
			return -rs1;
		}
	}

	@Says("BadText.lui 'imm[31:12] rd 0110111': asm has '>>12', which no assembler reads; a part of a constant is written imm[31:12]")
	static final class BadText {
		@Instruction(bits = "imm[31:12] rd 0110111", asm = "rd, imm>>12")
		static long lui(long imm) {
			return imm;
		}
	}

	@Says("BadSuffix.lui 'imm[31:12] rd 0110111': the suffix '{imm}' of asm must come first and be a field whose @Operand has names")
	static final class BadSuffix {
		@Instruction(bits = "imm[31:12] rd 0110111", asm = "{imm} rd")
		static long lui(long imm) {
			return imm;
		}
	}

	@Says("TargetOfJump.j 'imm[15:0]': a target is for branches, and control is JUMP")
	static final class TargetOfJump {
		@Instruction(bits = "imm[15:0]", asm = "imm", control = Control.JUMP, target = "target")
		static long j(long imm) {
			return imm;
		}
	}
}
