package org.ringside.machine.privileged;

import java.util.Map;

import org.ringside.machine.Hart;

/**
 * What a VMM must know of an architecture to run a whole virtual CPU, its most privileged mode included, in the least
 * privileged mode of a hart, behind tables of its own. Only for architectures whose sensitive instructions trap there.
 * One object is for one hart of the hardware, whose most privileged level the VMM owns; it acts through the
 * {@link Privileged} contract alone, and remembers nothing but what it put into the hardware.
 *
 * <p>A <em>space</em> is what one set of shadow tables is for: all that decides on what a virtual address means to the
 * virtual CPU and what may be done there. It is two numbers, {@link #space} and {@link #tables}, and while
 * {@link #protection} stays the same, tables made for equal numbers hold.
 */
public interface Deprivileged {

	/** Why the hardware came back to the VMM. */
	enum Event {
		/** A fetch that the shadow tables do not permit. */
		FETCH,
		/** A load that they do not permit. */
		LOAD,
		/** A store that they do not permit. */
		STORE,
		/** The steps that it was let run for are made. */
		COUNT,
		/** Any other trap: the instruction is for the VMM to emulate. */
		TRAP
	}

	// ---- the hardware

	/** Features of a hart that can run virtual CPUs with these features; both as the board says them. */
	Map<String, String> features(Map<String, String> virtual);

	/** Name of the hart's interrupt pin by which the VMM is called while it waits. */
	String bell();

	/** Readies the hart out of reset: all traps come to this level, and every sensitive instruction below it is one. */
	void prepare(Privileged level);

	/** Why the level was entered. */
	Event event(Privileged level);

	/** The virtual address that the shadow tables did not permit. */
	long address(Privileged level);

	/** Instructions completed on the hart, from any beginning: for differences. */
	long completed(Privileged level);

	/** The manual's name of the sensitive thing that the trapped instruction does: an instruction, or a register's name. */
	String sensitive(Privileged level);

	// ---- the world

	/** True if the virtual CPU's next instructions can run on the hart: not where fetches and data live in two spaces. */
	boolean direct(Hart virtual);

	/** Loads the virtual CPU's registers to the hart, to be entered when the level returns. */
	void load(Privileged level, Hart virtual);

	/** Saves to the virtual CPU what its instructions may have changed since {@link #load}. */
	void save(Privileged level, Hart virtual);

	// ---- spaces

	/** The virtual CPU's mode, with whatever else decides on what may be accessed. */
	int space(Hart virtual);

	/** What the virtual CPU's own table register says; 0 where it is not used. */
	long tables(Hart virtual);

	/** A number that changes whenever something else changed what may be accessed. */
	long protection(Hart virtual);

	// ---- the hardware's tables, each of which fills a frame

	/** Bits of a virtual address that select an entry in each table, beginning at the root's; the page's offset is below. */
	int[] indexBits();

	/** Bytes of an entry. */
	int entryBytes();

	/** An entry for the table at a machine address. */
	long pointer(long address);

	/** An entry for the frame at a machine address. A right to write is granted with the right to read only. */
	long leaf(long address, boolean read, boolean write, boolean execute);

	/** Machine address that an entry leads to. */
	long target(long entry);

	/** True if the entry lets the guest write. */
	boolean writable(long entry);

	/** True if the entry lets the guest execute. */
	boolean executable(long entry);

	/** True if the entry lets the guest read. */
	boolean readable(long entry);

	/** True if the hart can translate the address at all. */
	boolean canonical(long va);

	/**
	 * The virtual address that begins the span of another entry of a guest's table.
	 *
	 * @param va an address in the span of the one entry
	 * @param span binary logarithm of the bytes that an entry is for
	 * @param by how many entries the other is after the one
	 * @param root whether it is the topmost table
	 */
	long neighbour(long va, int span, int by, boolean root);

	/** Has the hart translate by the tables whose root is at a machine address; {@code number} names them among few. */
	void root(Privileged level, long address, int number);
}
