package org.ringside.machine.privileged;

/**
 * What a load-reserved, or load-linked, holds for the conditional store after it. Part of the world that a VMM saves and
 * loads: an exit that the guest must not see must not cost it its reservation.
 *
 * @param va virtual address of the first byte
 * @param address machine address of the first byte, as the hart that holds it knows it
 * @param bytes 0 for none
 */
public record Reservation(long va, long address, int bytes) {

	/** Nothing is held. */
	public static final Reservation NONE = new Reservation(0, 0, 0);
}
