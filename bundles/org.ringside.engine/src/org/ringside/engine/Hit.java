package org.ringside.engine;

/**
 * That a run stopped at a probe.
 *
 * @param probe that was reached
 * @param hart index of the hart that reached it and is about to execute an instruction
 * @param pc virtual address of that instruction
 * @param address what was reached, in the probe's kind of address: the instruction, or the first watched byte accessed
 */
public record Hit(Probe probe, int hart, long pc, long address) {

	@Override
	public String toString() {
		return probe + " reached by hart " + hart + " at 0x" + Long.toHexString(pc);
	}
}
