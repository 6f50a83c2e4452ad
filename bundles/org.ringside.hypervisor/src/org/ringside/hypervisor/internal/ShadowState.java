package org.ringside.hypervisor.internal;

import java.util.List;

/**
 * Shadow tables and traces as state: what is mapped, not where the tables lie. With it a run that is restored goes on with
 * the same exits.
 *
 * @param clock of {@link RootState#left}
 * @param used number of the root that the hardware has, or -1
 */
record ShadowState(List<RootState> roots, long clock, int used, List<TraceState> traces) {

	/**
	 * @param left when it was last chosen
	 * @param vas virtual addresses of the pages
	 * @param entries that map them
	 */
	record RootState(int cpu, int space, long tables, int number, long left, long[] vas, long[] entries) {
	}

	/**
	 * @param frame of the VM
	 * @param stores since something was last made from it
	 * @param changed entries that have not been acted upon
	 */
	record TraceState(int frame, int stores, int[] changed, boolean noted, List<UseState> uses) {
	}

	/** @param root its number */
	record UseState(int root, long va, int span, boolean top) {
	}
}
