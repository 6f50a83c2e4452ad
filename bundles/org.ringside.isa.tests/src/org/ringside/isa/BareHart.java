package org.ringside.isa;

import java.util.OptionalLong;

import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;

/** A hart that is described and never run. */
abstract class BareHart extends Hart {

	BareHart() {
		super(0);
	}

	private static UnsupportedOperationException neverRun() {
		return new UnsupportedOperationException("this hart is only described");
	}

	@Override
	public void reset(long resetVector) {
		throw neverRun();
	}

	@Override
	public int level() {
		throw neverRun();
	}

	@Override
	public int regimes() {
		throw neverRun();
	}

	@Override
	public long translate(long va, int width, AccessKind kind, Grant grant) {
		throw neverRun();
	}

	@Override
	public OptionalLong examine(long va) {
		throw neverRun();
	}

	@Override
	public Trap busError(long va, AccessKind kind) {
		throw neverRun();
	}

	@Override
	public void misaligned(long va, int width, AccessKind kind) {
		throw neverRun();
	}

	@Override
	public Trap illegal(long bits, int length) {
		throw neverRun();
	}

	@Override
	public boolean tableEntryInUse(long old) {
		throw neverRun();
	}

	@Override
	public void storeSeen(long address, int width) {
		throw neverRun();
	}

	@Override
	public int trapLevel() {
		throw neverRun();
	}

	@Override
	public void enterTrap(int level) {
		throw neverRun();
	}

	@Override
	public int pendingInterrupt() {
		throw neverRun();
	}

	@Override
	public boolean wakes() {
		throw neverRun();
	}

	@Override
	public int interruptLevel(int cause) {
		throw neverRun();
	}

	@Override
	public void enterInterrupt(int level, int cause) {
		throw neverRun();
	}

	@Override
	public void leave(int level) {
		throw neverRun();
	}

	@Override
	public void pin(int pin, boolean high) {
		throw neverRun();
	}

	@Override
	public int pinNamed(String name) {
		throw neverRun();
	}

	@Override
	public void connect(Bus memory, Clock clock) {
		throw neverRun();
	}

	@Override
	public void registersReplaced() {
		throw neverRun();
	}

	@Override
	public void breakReservation() {
		throw neverRun();
	}

	@Override
	public int registerNamed(String name) {
		throw neverRun();
	}

	@Override
	public long readRegister(int number) {
		throw neverRun();
	}

	@Override
	public void writeRegister(int number, long value) {
		throw neverRun();
	}

	@Override
	public int recoveryCause() {
		throw neverRun();
	}
}
