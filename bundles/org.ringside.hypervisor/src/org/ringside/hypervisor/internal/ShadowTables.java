package org.ringside.hypervisor.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

import org.ringside.hypervisor.internal.Root.Table;
import org.ringside.hypervisor.internal.ShadowState.RootState;
import org.ringside.machine.Memory;
import org.ringside.machine.privileged.Deprivileged;
import org.ringside.machine.privileged.Privileged;

/**
 * The tables that the hardware translates by, in frames of the VMM's own: one set, a {@link Root}, for each space of each
 * virtual CPU. They hold what was needed so far, page by page. A table without an entry is given back; when frames run
 * out, so is the root that was left longest ago. What is here in Java is which frame holds which table; the entries are in
 * machine memory alone.
 */
final class ShadowTables {

	/** Roots at most: they are numbered for the hardware's translation caches. */
	static final int ROOTS = 64;

	private final Deprivileged isa;
	private final long base;
	private final int[] bits;
	private final int[] shifts;
	private final int entryBytes;
	private final int[] free;
	private int freeCount;
	private final List<Root> roots = new ArrayList<>();
	private final boolean[] numbers = new boolean[ROOTS];
	/** Where frames are mapped with the right to write, by machine address; places that no longer hold stay for a while. */
	private final Map<Long, Places> writable = new HashMap<>();
	private long clock;
	private boolean narrowed;

	/**
	 * @param base machine address of the first of the frames for tables, all of zeros
	 * @param count of frames
	 */
	ShadowTables(Deprivileged isa, long base, int count) {
		this.isa = isa;
		this.base = base;
		bits = isa.indexBits();
		shifts = new int[bits.length];
		int shift = Integer.numberOfTrailingZeros(Memory.FRAME);
		for (int depth = bits.length - 1; depth >= 0; depth--) {
			shifts[depth] = shift;
			shift += bits[depth];
		}
		entryBytes = isa.entryBytes();
		free = new int[count];
		for (int i = 0; i < count; i++) {
			free[i] = count - 1 - i;
		}
		freeCount = count;
	}

	// ---- roots

	/** The tables of a space, made if there are none. */
	Root root(Privileged level, int cpu, int space, long tables) {
		for (Root root : roots) {
			if (root.cpu == cpu && root.space == space && root.tables == tables) {
				return root;
			}
		}
		if (roots.size() == ROOTS) {
			remove(level, oldest(null));
		}
		make(level, 1, null);
		int number = 0;
		while (numbers[number]) {
			number++;
		}
		return add(cpu, space, tables, number);
	}

	private Root add(int cpu, int space, long tables, int number) {
		numbers[number] = true;
		Root root = new Root(cpu, space, tables, number, take(0));
		root.left = ++clock;
		roots.add(root);
		return root;
	}

	/** Chooses these tables. */
	void use(Privileged level, Root root) {
		root.left = ++clock;
		load(level, root);
	}

	/** Has the hardware translate by these tables. */
	void load(Privileged level, Root root) {
		isa.root(level, address(root.top), root.number);
		level.fence();
		narrowed = false;
	}

	/** All of a virtual CPU's tables are void. */
	void removeAll(Privileged level, int cpu) {
		for (Root root : List.copyOf(roots)) {
			if (root.cpu == cpu) {
				remove(level, root);
			}
		}
	}

	private Root oldest(Root but) {
		Root oldest = null;
		for (Root root : roots) {
			if (root != but && (oldest == null || root.left < oldest.left)) {
				oldest = root;
			}
		}
		return oldest;
	}

	private void remove(Privileged level, Root root) {
		clear(level, root.top, 0);
		free[freeCount++] = root.top.frame;
		roots.remove(root);
		numbers[root.number] = false;
		root.live = false;
		narrowed = true;
	}

	/** Has so many frames be free: gives back the roots left longest ago, and at last the pages of the one in use. */
	private void make(Privileged level, int frames, Root inUse) {
		while (freeCount < frames) {
			Root oldest = oldest(inUse);
			if (oldest != null) {
				remove(level, oldest);
			} else {
				clear(level, inUse.top, 0);
			}
		}
	}

	// ---- entries

	/**
	 * Maps a page, with these rights and those that an entry for the same frame has already.
	 *
	 * @param address machine address of the frame
	 */
	void map(Privileged level, Root root, long va, long address, boolean read, boolean write, boolean execute) {
		make(level, shifts.length - 1, root);
		place(level, root, va, address, read, write, execute);
	}

	/** Maps, where there are frames for the tables that it lacks. */
	private void place(Privileged level, Root root, long va, long address, boolean read, boolean write, boolean execute) {
		Table table = root.top;
		for (int depth = 0; depth < shifts.length - 1; depth++) {
			int index = index(va, depth);
			Table below = table.below[index];
			if (below == null) {
				below = take(depth + 1);
				table.below[index] = below;
				table.used++;
				level.store(entry(table, index), entryBytes, isa.pointer(address(below)));
			}
			table = below;
		}
		long at = entry(table, index(va, shifts.length - 1));
		long old = level.load(at, entryBytes);
		boolean same = old != 0 && isa.target(old) == address;
		boolean writes = write || same && isa.writable(old);
		long now = isa.leaf(address, read || same && isa.readable(old), writes, execute || same && isa.executable(old));
		if (now == old) {
			return;
		}
		level.store(at, entryBytes, now);
		if (old == 0) {
			table.used++;
		} else {
			level.fence(va);
		}
		if (writes && !(same && isa.writable(old))) {
			remember(level, address, root, va);
		}
	}

	/** Takes the right to write to a frame from all pages that it is mapped at. */
	void protect(Privileged level, long address) {
		Places places = writable.remove(address);
		if (places == null) {
			return;
		}
		for (Place place : places.all) {
			if (writable(level, place.root(), place.va(), address)) {
				long at = leafOf(place.root(), place.va());
				long old = level.load(at, entryBytes);
				level.store(at, entryBytes, isa.leaf(address, isa.readable(old), false, isa.executable(old)));
				narrowed = true;
			}
		}
	}

	private boolean writable(Privileged level, Root root, long va, long address) {
		long at = root.live ? leafOf(root, va) : 0;
		long entry = at == 0 ? 0 : level.load(at, entryBytes);
		return entry != 0 && isa.target(entry) == address && isa.writable(entry);
	}

	/** Unmaps all pages of a span. */
	void unmap(Privileged level, Root root, long va, int span) {
		unmap(level, root.top, 0, va, span);
	}

	/** Unmaps all pages. */
	void unmap(Privileged level, Root root) {
		clear(level, root.top, 0);
	}

	private void unmap(Privileged level, Table table, int depth, long va, int span) {
		int index = index(va, depth);
		int last = shifts[depth] >= span ? index : index + (1 << span - shifts[depth]) - 1;
		for (int i = index; i <= Math.min(last, (1 << bits[depth]) - 1); i++) {
			if (depth == shifts.length - 1) {
				erase(level, table, i);
			} else if (table.below[i] != null) {
				Table below = table.below[i];
				if (shifts[depth] > span) {
					unmap(level, below, depth + 1, va, span);
				} else {
					clear(level, below, depth + 1);
				}
				if (below.used == 0) {
					release(level, table, i);
				}
			}
		}
	}

	/** Erases all entries of a table, and gives back the tables below. */
	private void clear(Privileged level, Table table, int depth) {
		for (int i = 0; i < 1 << bits[depth] && table.used > 0; i++) {
			if (depth == shifts.length - 1) {
				erase(level, table, i);
			} else if (table.below[i] != null) {
				clear(level, table.below[i], depth + 1);
				release(level, table, i);
			}
		}
	}

	private void erase(Privileged level, Table table, int index) {
		long at = entry(table, index);
		if (level.load(at, entryBytes) != 0) {
			level.store(at, entryBytes, 0);
			table.used--;
			narrowed = true;
		}
	}

	private void release(Privileged level, Table table, int index) {
		level.store(entry(table, index), entryBytes, 0);
		free[freeCount++] = table.below[index].frame;
		table.below[index] = null;
		table.used--;
	}

	private Table take(int depth) {
		return new Table(free[--freeCount], depth == shifts.length - 1 ? 0 : 1 << bits[depth]);
	}

	/** True if nothing is mapped. */
	boolean empty(Root root) {
		return root.top.used == 0;
	}

	/** True if nothing is mapped in a span that one table is for. */
	boolean empty(Root root, long va, int span) {
		Table table = root.top;
		for (int depth = 0; table != null && depth < shifts.length - 1 && shifts[depth] >= span; depth++) {
			table = table.below[index(va, depth)];
		}
		return table == null || table.used == 0;
	}

	/** To be called before the guest is entered: what was taken away is forgotten by the hardware too. */
	void settle(Privileged level) {
		if (narrowed) {
			narrowed = false;
			level.fence();
		}
	}

	// ---- state

	long clock() {
		return clock;
	}

	/** All roots; entries are read through {@code machine}, by machine address. */
	List<RootState> state(LongUnaryOperator machine) {
		return roots.stream().map(root -> {
			List<Long> vas = new ArrayList<>();
			List<Long> entries = new ArrayList<>();
			collect(machine, root.top, 0, 0, vas, entries);
			return new RootState(root.cpu, root.space, root.tables, root.number, root.left, vas.stream().mapToLong(Long::longValue).toArray(),
					entries.stream().mapToLong(Long::longValue).toArray());
		}).toList();
	}

	private void collect(LongUnaryOperator machine, Table table, int depth, long va, List<Long> vas, List<Long> entries) {
		for (int i = 0; i < 1 << bits[depth]; i++) {
			long at = va | (long) i << shifts[depth];
			if (depth < shifts.length - 1) {
				if (table.below[i] != null) {
					collect(machine, table.below[i], depth + 1, at, vas, entries);
				}
			} else {
				long entry = machine.applyAsLong(entry(table, i));
				if (entry != 0) {
					vas.add(at);
					entries.add(entry);
				}
			}
		}
	}

	/** True if there are frames for all of these tables. */
	boolean fit(List<RootState> states) {
		int unused = Long.SIZE - shifts[0] - bits[0];
		long needed = states.size();
		for (RootState state : states) {
			for (int depth = 0; depth < shifts.length - 1; depth++) {
				int shift = shifts[depth];
				needed += LongStream.of(state.vas()).map(va -> va << unused >>> unused >>> shift).distinct().count();
			}
		}
		return needed <= free.length;
	}

	/** Makes all tables anew, which have to {@link #fit}; what the hardware has is to be loaded after it. */
	void restore(Privileged level, List<RootState> states, long clock) {
		for (Root root : List.copyOf(roots)) {
			remove(level, root);
		}
		writable.clear();
		for (RootState state : states) {
			Root root = add(state.cpu(), state.space(), state.tables(), state.number());
			root.left = state.left();
			for (int i = 0; i < state.vas().length; i++) {
				long entry = state.entries()[i];
				place(level, root, state.vas()[i], isa.target(entry), isa.readable(entry), isa.writable(entry), isa.executable(entry));
			}
		}
		this.clock = clock;
	}

	/** The root of a number; empty if there is none. */
	Optional<Root> numbered(int number) {
		return roots.stream().filter(root -> root.number == number).findFirst();
	}

	// ---- addresses

	private int index(long va, int depth) {
		return (int) (va >>> shifts[depth]) & (1 << bits[depth]) - 1;
	}

	private long address(Table table) {
		return base + (long) table.frame * Memory.FRAME;
	}

	private long entry(Table table, int index) {
		return address(table) + (long) index * entryBytes;
	}

	/** Machine address of the entry that maps a page, 0 if there is no table for it. */
	private long leafOf(Root root, long va) {
		Table table = root.top;
		for (int depth = 0; depth < shifts.length - 1; depth++) {
			table = table.below[index(va, depth)];
			if (table == null) {
				return 0;
			}
		}
		return entry(table, index(va, shifts.length - 1));
	}

	/** A page that is mapped with the right to write, or was. */
	private record Place(Root root, long va) {
	}

	/** Pages at which one frame is mapped with the right to write. */
	private static final class Places {
		private static final int FEW = 8;

		private final Set<Place> all = new LinkedHashSet<>();
		private int enough = FEW;
	}

	private void remember(Privileged level, long address, Root root, long va) {
		Places places = writable.computeIfAbsent(address, _ -> new Places());
		if (places.all.size() >= places.enough) {
			places.all.removeIf(place -> !writable(level, place.root(), place.va(), address));
			places.enough = Math.max(Places.FEW, 2 * places.all.size());
		}
		places.all.add(new Place(root, va));
	}
}
