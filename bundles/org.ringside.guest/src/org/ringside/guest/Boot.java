package org.ringside.guest;

import java.util.Map;

/**
 * How a guest is entered.
 *
 * @param kind by whom
 * @param entry machine address of its first instruction
 * @param registers what a hart that comes out of reset at the entry finds in which register, by the manual's names; where
 *        firmware enters the guest, the firmware's specification says it instead
 */
public record Boot(Kind kind, long entry, Map<String, Argument> registers) {

	/** By whom a guest is entered. */
	public enum Kind {
		/** By nobody: every hart comes out of reset at the entry, at its most privileged level. */
		RESET,
		/** By firmware that owns the most privileged level, on one hart, at the level below. */
		FIRMWARE
	}

	/** What a register may hold at the entry. */
	public sealed interface Argument {

		/** The value for one hart. */
		long value(int hart, long deviceTree);
	}

	/** The number of the hart. */
	public record HartNumber() implements Argument {

		@Override
		public long value(int hart, long deviceTree) {
			return hart;
		}
	}

	/** The machine address of the device tree. */
	public record DeviceTreeAddress() implements Argument {

		@Override
		public long value(int hart, long deviceTree) {
			return deviceTree;
		}
	}

	/** A number. */
	public record Constant(long value) implements Argument {

		@Override
		public long value(int hart, long deviceTree) {
			return value;
		}
	}

	public Boot {
		registers = Map.copyOf(registers);
	}

	/** Every hart comes out of reset at the entry. */
	public static Boot reset(long entry, Map<String, Argument> registers) {
		return new Boot(Kind.RESET, entry, registers);
	}

	/** Firmware enters the guest, which needs it. */
	public static Boot firmware(long entry) {
		return firmware(entry, Map.of());
	}

	/** Firmware enters the guest; if the user wants none, every hart comes out of reset at the entry. */
	public static Boot firmware(long entry, Map<String, Argument> registers) {
		return new Boot(Kind.FIRMWARE, entry, registers);
	}
}
