package com.example.ringside.isa;

import java.util.OptionalLong;

import org.ringside.isa.Description;
import org.ringside.isa.Isa;
import org.ringside.isa.Operand;
import org.ringside.isa.Register;
import org.ringside.isa.RegisterFile;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;

/**
 * The state of a Tally hart, and what it does when something goes wrong: every trap goes to address 0x8004, with the pc in
 * {@code epc} and the reason in {@code cause}. Addresses have 32 bits and are machine addresses.
 */
@Description(modes = "k", alignment = 4, addressBits = 32, result = "rd", target = "target", pc = 8, operands = {
		@Operand(name = "imm", signed = true) })
final class TallyHart extends Hart {

	/** Causes. */
	static final int ILLEGAL = 1, BUS = 2, MISALIGNED = 3, RECOVERY = 31;

	private static final long VECTOR = 0x8004;

	/** Derived once from the rows. */
	private static final class Read {
		static final Isa ISA = Isa.of(new Tally());
	}

	/** r0 is always 0; what is written to it goes to the ninth. */
	@RegisterFile(name = "r", count = 8, width = 32, operands = "rd rs rt", zero = 0, number = 0)
	final int[] r = new int[9];
	@Register(number = 9, width = 32, access = "k:always", changes = "traps")
	int epc;
	@Register(number = 10, width = 8, access = "k:always", changes = "traps")
	int cause;

	TallyHart(int index) {
		super(index);
	}

	static long address(int value) {
		return value & 0xffff_ffffL;
	}

	/** Where a branch leads. */
	static long target(long pc, long imm) {
		return pc + imm;
	}

	@Override
	public void reset(long resetVector) {
		for (int i = 0; i < r.length; i++) {
			r[i] = 0;
		}
		epc = 0;
		cause = 0;
		waiting = false;
		pc = resetVector;
	}

	// ---- one level, no translation

	@Override
	public int level() {
		return 0;
	}

	@Override
	public int regimes() {
		return 1;
	}

	@Override
	public long translate(long va, int width, AccessKind kind, Grant grant) {
		grant.load = true;
		grant.store = true;
		return va;
	}

	@Override
	public OptionalLong examine(long va) {
		return OptionalLong.of(va);
	}

	@Override
	public boolean tableEntryInUse(long old) {
		return false;
	}

	// ---- traps

	@Override
	public Trap busError(long va, AccessKind kind) {
		return raise(BUS, va);
	}

	@Override
	public void misaligned(long va, int width, AccessKind kind) {
		throw raise(MISALIGNED, va);
	}

	@Override
	public Trap illegal(long bits, int length) {
		return raise(ILLEGAL, bits);
	}

	@Override
	public int trapLevel() {
		return 0;
	}

	@Override
	public void enterTrap(int level) {
		epc = (int) pc;
		cause = trapCause;
		pc = VECTOR;
	}

	@Override
	public void leave(int level) {
		pc = address(epc);
	}

	// ---- no interrupts, but for the count of steps that an owner of the level may ask for

	@Override
	public int pendingInterrupt() {
		return NONE;
	}

	@Override
	public boolean wakes() {
		return false;
	}

	@Override
	public int interruptLevel(int interrupt) {
		return 0;
	}

	@Override
	public void enterInterrupt(int level, int interrupt) {
		raise(interrupt, 0);
		enterTrap(level);
	}

	@Override
	public void pin(int pin, boolean high) {
		throw new IllegalArgumentException("a Tally hart has no pins");
	}

	@Override
	public int pinNamed(String name) {
		throw new IllegalArgumentException("a Tally hart has no pin " + name);
	}

	@Override
	public int recoveryCause() {
		return RECOVERY;
	}

	// ---- the rest of the machine

	@Override
	public void connect(Bus memory, Clock clock) {
		// nothing here walks tables or tells the time
	}

	@Override
	public void storeSeen(long address, int width) {
		// there are no reservations
	}

	@Override
	public void breakReservation() {
		// there are none
	}

	@Override
	public void registersReplaced() {
		// context and regime never change
	}

	@Override
	public int registerNamed(String name) {
		return Read.ISA.register(name).number();
	}

	@Override
	public long readRegister(int number) {
		return Read.ISA.register(number).read(this);
	}

	@Override
	public void writeRegister(int number, long value) {
		Read.ISA.register(number).write(this, value);
	}

	@Override
	public String causeName(int number, boolean interrupt) {
		return switch (number) {
		case ILLEGAL -> "illegal instruction";
		case BUS -> "nothing at this address";
		case MISALIGNED -> "misaligned address";
		default -> "";
		};
	}
}
