package org.ringside.machine;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Function;

import org.ringside.machine.privileged.Reservation;

/**
 * The architectural state of one hardware thread, and what the architecture does with it when a trap or an interrupt
 * is taken. Each ISA has one small subclass of plain fields; the same class is the state of a physical CPU and of a
 * virtual one. A hart owns no cache: executors attach theirs through {@link #attach(Caches)} and are told here when
 * something that they derived from the state no longer holds.
 *
 * <p>Semantic methods only {@linkplain #raise raise}. Who takes the trap is decided afterwards by the
 * {@linkplain org.ringside.machine.privileged.Owner owner} of the level that the architecture names.
 */
public abstract class Hart {

	/** No trap cause: what {@link #pendingInterrupt()} answers when none can be taken now. */
	public static final int NONE = -1;

	/** Bit of the {@link #context} that says that {@link #pc} is a delay slot. */
	public static final int DELAYED = 1 << 31;

	/** Bit of the {@link #context} that says that the instruction at {@link #pc} is to be skipped. */
	public static final int NULLIFIED = 1 << 30;

	/** Number of the hart in its machine, from 0. */
	public final int index;

	/** Virtual address of the instruction to execute next. */
	public long pc;

	/**
	 * Virtual address of the instruction after {@link #pc}, while a delayed transfer is pending ({@link #DELAYED});
	 * without meaning otherwise.
	 */
	public long nextPc;

	/**
	 * Everything that changes decoding or translation, packed by the ISA into one word: mode, extension set,
	 * pending delay slot, width of code. Executors key decoded code by it. The ISA keeps it up to date
	 * ({@link #setContext}).
	 */
	public int context;

	/**
	 * Selects the cached address translations that are valid now, from 0 to {@link #regimes()} - 1: data privilege and
	 * whatever else changes the meaning or the rights of a data address without a change of the tables.
	 */
	public int regime;

	/** Steps of this hart: instructions completed, traps taken and interrupts taken. */
	public long steps;

	/** Of the {@link #steps}, those that were a trap or an interrupt: the rest are instructions retired. */
	public long trapsTaken;

	/** True while the hart waits for an interrupt and executes nothing. */
	public boolean waiting;

	/**
	 * Ticks that time registers are ahead of the clock, because the platform's time was written. The device that was
	 * written has it in its state.
	 */
	public long timeShift;

	/** Cause of the trap being raised, in the architecture's own numbers. */
	public int trapCause;

	/** Value that goes with {@link #trapCause}: an address or instruction bits, as the architecture says. */
	public long trapValue;

	private Caches caches = Caches.NONE;

	protected Hart(int index) {
		this.index = index;
	}

	/** Instructions retired by this hart since reset. */
	public final long retired() {
		return steps - trapsTaken;
	}

	/** The platform's time was written: time registers are so many ticks ahead of the clock from now on. */
	public void shiftTime(long ticks) {
		timeShift = ticks;
	}

	/** Records cause and value and hands out the throwable: {@code throw hart.raise(cause, value)}. */
	public final Trap raise(int cause, long value) {
		trapCause = cause;
		trapValue = value;
		return Trap.TRAP;
	}

	/** Brings every register to its state after power-on; the hart will fetch from {@code resetVector} (machine address). */
	public abstract void reset(long resetVector);

	/** The privilege level that the hart executes at, in the architecture's own numbers; larger is more privileged. */
	public abstract int level();

	/** How many translation regimes there are. */
	public abstract int regimes();

	// ---- translation and its faults

	/**
	 * Translates a virtual address for one access that does not cross a page, or raises the architecture's trap. An
	 * access that is a multiple of its width must lie in one frame; where a segment's base is no multiple of a page, another
	 * may cross two, and what is granted must be nothing.
	 *
	 * @param va virtual address of the first byte
	 * @param width bytes
	 * @param kind of access
	 * @param grant receives what an engine may cache of the answer
	 * @return machine address (in the bus space {@link Bus#MEMORY})
	 */
	public abstract long translate(long va, int width, AccessKind kind, Grant grant);

	/**
	 * What a debugger finds at a virtual address, taken as that of data, with the tables and in the mode that the hart has
	 * now. No right is checked, and nothing is changed, noted or raised by looking.
	 *
	 * @return machine address; empty if nothing is mapped there
	 */
	public abstract OptionalLong examine(long va);

	/** Raises the trap for an access at {@code va} that nothing answered. */
	public abstract Trap busError(long va, AccessKind kind);

	/**
	 * Asked for an access that is not a multiple of its width: returns if the architecture performs it (piecewise, each
	 * piece inside one page), or throws the trap.
	 */
	public abstract void misaligned(long va, int width, AccessKind kind);

	/** The trap for bits that are no instruction in this context. */
	public abstract Trap illegal(long bits, int length);

	/**
	 * A store is about to change {@code width} bytes of a frame that the walker read tables from. True if a cached
	 * translation could depend on the bytes as they are now; false, for example, where the entry was not valid.
	 *
	 * @param old the aligned eight bytes around the store, in the machine's memory order, before it
	 */
	public abstract boolean tableEntryInUse(long old);

	/** Some other master wrote {@code width} bytes at machine address {@code address}: reservations there are lost. */
	public abstract void storeSeen(long address, int width);

	// ---- traps and interrupts

	/** The level that the architecture vectors the raised trap to. */
	public abstract int trapLevel();

	/** Enters {@code level} for the raised trap: saves pc and status and goes to the vector, as the architecture says. */
	public abstract void enterTrap(int level);

	/** The cause of the interrupt to be taken before the next instruction, or {@link #NONE}. */
	public abstract int pendingInterrupt();

	/** True if an interrupt is pending that ends waiting, deliverable or not. */
	public abstract boolean wakes();

	/** The level that takes the interrupt. */
	public abstract int interruptLevel(int cause);

	/** Enters {@code level} for an interrupt. */
	public abstract void enterInterrupt(int level, int cause);

	/**
	 * Returns from {@code level} to what it interrupted, as the architecture's trap return does. Used when the level is
	 * owned by a Java program, whose return this is.
	 */
	public abstract void leave(int level);

	/** Drives an interrupt input pin of the hart. Pins are numbered by the architecture. */
	public abstract void pin(int pin, boolean high);

	/** The pin of that name, such as {@code "external"}; throws {@link IllegalArgumentException} for a name unknown. */
	public abstract int pinNamed(String name);

	/**
	 * Connects the hart to its machine; called once, when the machine is put together.
	 *
	 * @param memory the bus that translated addresses and table walks go to
	 * @param clock that time registers of the hart read
	 */
	public abstract void connect(Bus memory, Clock clock);

	/**
	 * Hands the hart the machine's other spaces, by name, if its instructions reach any: I/O ports, channels. Called once,
	 * before {@link #connect}. A space is made when it is first asked for.
	 */
	public void connectSpaces(Function<String, Bus> spaces) {
		// most architectures have memory only
	}

	/** To be called after registers were replaced from outside, as by a restored snapshot: context and regime follow from them. */
	public abstract void registersReplaced();

	/** The reservation of a load-reserved, if there is one, is lost: other harts ran. */
	public abstract void breakReservation();

	/** What a load-reserved holds now; {@link Reservation#NONE} if nothing. */
	public Reservation reservation() {
		return Reservation.NONE;
	}

	/** Holds a reservation as a load-reserved would. */
	public void reserve(Reservation held) {
		// an architecture without reservations
	}

	/** The manual's words for the cause of a trap or an interrupt; empty if it has none. */
	public String causeName(int cause, boolean interrupt) {
		return "";
	}

	/** The manual's name of the mode that the hart is in. */
	public String modeName() {
		return "level " + level();
	}

	// ---- registers by number, for owners of a level

	/** Number of a register by the manual's name; throws {@link IllegalArgumentException} if there is none. */
	public abstract int registerNamed(String name);

	/** Reads a register as software at the most privileged level would, without a trap. */
	public abstract long readRegister(int number);

	/** Writes a register as software at the most privileged level would, side effects and all, without a trap. */
	public abstract void writeRegister(int number, long value);

	/** The interrupt cause that stands for the recovery counter: one the architecture leaves to the platform. */
	public abstract int recoveryCause();

	// ---- what executors are told

	/** Attaches an executor's caches; there is one at a time. */
	public final void attach(Caches caches) {
		this.caches = caches;
	}

	/** Drops the executor's caches, as when the hart's state was replaced. */
	public final void detach() {
		caches = Caches.NONE;
	}

	/**
	 * To be called by the ISA when mode or any other part of the context or regime changed. {@link #DELAYED} and
	 * {@link #NULLIFIED} stay as they are.
	 */
	protected final void setContext(int context, int regime) {
		this.context = this.context & (DELAYED | NULLIFIED) | context & ~(DELAYED | NULLIFIED);
		this.regime = regime;
		caches.contextChanged();
	}

	/** Sets or clears what is pending from the instruction before: {@link #DELAYED}, {@link #NULLIFIED} or 0. */
	public final void setPending(int pending) {
		if ((context & (DELAYED | NULLIFIED)) != pending) {
			context = context & ~(DELAYED | NULLIFIED) | pending;
			caches.contextChanged();
		}
	}

	/** True if {@link #pc} is a delay slot. */
	public final boolean delayed() {
		return (context & DELAYED) != 0;
	}

	/** To be called by the ISA when any cached translation may be wrong: table root, protection unit, fence. */
	public final void translationChanged() {
		caches.translationChanged();
	}

	/** To be called by the ISA when the translation of the page around {@code va} may be wrong. */
	public final void translationChanged(long va) {
		caches.translationChanged(va);
	}

	/**
	 * To be called by the ISA when software orders translations after its stores to tables. Only for tables in memory that
	 * the walker {@linkplain Memory#TABLE watches}: executors follow the stores themselves, so that nothing of theirs can
	 * be stale. Who makes other tables of these is told what is to be made anew.
	 */
	public final void translationFenced() {
		caches.translationFenced();
	}

	/** As {@link #translationFenced()}, of the page around {@code va} alone. */
	public final void translationFenced(long va) {
		caches.translationFenced(va);
	}

	/** Something may have made an interrupt deliverable, or the hart began to wait: look before the next instruction. */
	public final void attention() {
		caches.attention();
	}

	/** What an executor keeps for a hart. All of it can be dropped at any time without being seen by the guest. */
	public interface Caches {

		/** Nothing attached. */
		Caches NONE = new Caches() {
			@Override
			public void contextChanged() {
				// nothing cached
			}

			@Override
			public void translationChanged() {
				// nothing cached
			}

			@Override
			public void translationChanged(long va) {
				// nothing cached
			}

			@Override
			public void attention() {
				// nothing runs
			}
		};

		void contextChanged();

		void translationChanged();

		void translationChanged(long va);

		/** A fence; by default what is cached may be wrong. */
		default void translationFenced() {
			translationChanged();
		}

		/** A fence for one page; by default what is cached of it may be wrong. */
		default void translationFenced(long va) {
			translationChanged(va);
		}

		void attention();
	}

	/** What of a translation may be cached, and from what tables it came, filled in by {@link Hart#translate}. */
	public static final class Grant {

		/** Loads from the same 4 KiB page need no further check in this regime. */
		public boolean load;
		/** Stores to the same 4 KiB page need no further check in this regime. */
		public boolean store;

		/** How many entries of tables were read, the root's first; 0 if nothing was walked. */
		public int depth;
		/** Machine addresses of the entries. */
		public long[] entries = new long[4];
		/** Binary logarithm of the bytes of virtual addresses that an entry is for. */
		public int[] spans = new int[4];

		/** Denies caching. */
		public void none() {
			load = false;
			store = false;
		}

		/** To be called when a translation begins. */
		public void begin() {
			depth = 0;
		}

		/** To be called for each entry that the walk reads. */
		public void read(long address, int span) {
			if (depth == entries.length) {
				entries = Arrays.copyOf(entries, 2 * depth);
				spans = Arrays.copyOf(spans, 2 * depth);
			}
			entries[depth] = address;
			spans[depth++] = span;
		}
	}
}
