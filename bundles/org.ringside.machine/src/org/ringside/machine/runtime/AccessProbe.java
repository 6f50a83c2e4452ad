package org.ringside.machine.runtime;

import org.ringside.machine.AccessKind;
import org.ringside.machine.Hart;

/** Is asked of a hart's accesses to data, where these are not on the fast path: for watchpoints. */
public interface AccessProbe {

	/**
	 * True if accesses to a page must not get on the fast path, so that they can be asked for.
	 *
	 * @param va virtual address in the page
	 * @param address machine address in it
	 */
	boolean denies(long va, long address);

	/**
	 * Asked before an access, of which nothing is done yet; the hart's steps are counted.
	 *
	 * @param begun true if the instruction cannot begin again, because it has touched a device: a stop is after it then
	 * @return true if the run has to stop before the instruction
	 */
	boolean stops(Hart hart, long va, int width, AccessKind kind, boolean begun);
}
