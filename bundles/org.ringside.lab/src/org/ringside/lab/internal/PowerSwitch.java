package org.ringside.lab.internal;

import java.util.Optional;

import org.ringside.guest.Boot;
import org.ringside.machine.Component;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/**
 * Switches a machine on, and on again when its guest has reset it: memory is then as it was loaded, devices and harts as
 * after power-on. Clock and counters go on, disks keep what was written, and what was typed and not read is still there.
 */
public final class PowerSwitch implements Component<PowerSwitch.State> {

	/** @param reboots how often the machine was started anew */
	public record State(int reboots) {
	}

	private final Machine machine;
	private final Boot boot;
	private final boolean firmware;
	private final long deviceTree;
	private final Optional<Memory.Snapshot> loaded;
	private int reboots;

	/**
	 * @param firmware true if a Java program enters the guest, and sets its registers
	 * @param deviceTree machine address
	 * @param again whether the machine may be switched on again; what is loaded now is kept for that
	 */
	PowerSwitch(Machine machine, Boot boot, boolean firmware, long deviceTree, boolean again) {
		this.machine = machine;
		this.boot = boot;
		this.firmware = firmware;
		this.deviceTree = deviceTree;
		loaded = again ? Optional.of(machine.memory().snapshot()) : Optional.empty();
	}

	/** For the first time. */
	void on() {
		machine.powerOn(boot.entry());
		if (!firmware) {
			for (Hart hart : machine.harts()) {
				boot.registers().forEach((name, argument) -> hart.writeRegister(hart.registerNamed(name), argument.value(hart.index, deviceTree)));
			}
		}
	}

	/** Between two steps. */
	public void again() {
		machine.memory().restore(loaded.orElseThrow());
		on();
		reboots++;
	}

	/** Machine address of the guest's first instruction, or of its firmware's if that is a program too. */
	public long entry() {
		return boot.entry();
	}

	/** True if a Java program enters the guest. */
	public boolean firmware() {
		return firmware;
	}

	/** How often it was started anew. */
	public int reboots() {
		return reboots;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(reboots);
	}

	@Override
	public void restore(State state) {
		reboots = state.reboots();
	}
}
