package org.ringside.hypervisor.internal;

/** One set of {@linkplain ShadowTables shadow tables}: of a space of a virtual CPU. */
final class Root {

	final int cpu;
	final int space;
	final long tables;
	/** Among all roots that there are. */
	final int number;
	final Table top;
	/** When it was last chosen. */
	long left;
	/** False when it was given back. */
	boolean live = true;

	Root(int cpu, int space, long tables, int number, Table top) {
		this.cpu = cpu;
		this.space = space;
		this.tables = tables;
		this.number = number;
		this.top = top;
	}

	/** One table: its frame among the VMM's, the tables below it, and how many of its entries are not 0. */
	static final class Table {

		final int frame;
		final Table[] below;
		int used;

		Table(int frame, int below) {
			this.frame = frame;
			this.below = new Table[below];
		}
	}
}
