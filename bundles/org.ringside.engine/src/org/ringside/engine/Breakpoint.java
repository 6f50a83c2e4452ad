package org.ringside.engine;

/**
 * Stops the run before a hart executes an instruction: any hart, in any address space.
 *
 * @param address virtual address of the instruction's first byte
 */
public record Breakpoint(long address) implements Probe {

	@Override
	public String toString() {
		return "breakpoint at 0x" + Long.toHexString(address);
	}
}
