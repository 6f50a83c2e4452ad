package org.ringside.guest;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Names in an image. Immutable; for any thread. */
public final class Symbols {

	/** No names. */
	public static final Symbols NONE = of(List.of());

	/**
	 * A name.
	 *
	 * @param address as the guest's program uses it, virtual if it translates
	 * @param size bytes; 0 if unknown
	 */
	public record Symbol(String name, long address, long size) {
	}

	private final Supplier<? extends Collection<Symbol>> source;
	private Map<String, Symbol> byName = Map.of();
	private TreeMap<Long, Symbol> byAddress = new TreeMap<>();
	private boolean read;

	private Symbols(Supplier<? extends Collection<Symbol>> source) {
		this.source = source;
	}

	/** Of several symbols with one name the first counts. */
	public static Symbols of(Collection<Symbol> symbols) {
		List<Symbol> fixed = List.copyOf(symbols);
		return from(() -> fixed);
	}

	/** Symbols that are looked for when somebody first asks for one, for images in which that takes long. */
	public static Symbols from(Supplier<? extends Collection<Symbol>> source) {
		return new Symbols(source);
	}

	private synchronized Symbols read() {
		if (!read) {
			Map<String, Symbol> names = new HashMap<>();
			TreeMap<Long, Symbol> addresses = new TreeMap<>(Long::compareUnsigned);
			for (Symbol symbol : source.get()) {
				names.putIfAbsent(symbol.name(), symbol);
				// of several names for a place, one that knows its size
				addresses.merge(symbol.address(), symbol, (old, other) -> old.size() >= other.size() ? old : other);
			}
			byName = names;
			byAddress = addresses;
			read = true;
		}
		return this;
	}

	/** All of them, by name. */
	public Collection<Symbol> all() {
		return List.copyOf(new TreeMap<>(read().byName).values());
	}

	/** The symbol of that name. */
	public Optional<Symbol> find(String name) {
		return Optional.ofNullable(read().byName.get(name));
	}

	/** The address of a name; throws {@link GuestException} if there is none. */
	public long address(String name) {
		return find(name).map(Symbol::address).orElseThrow(() -> new GuestException("the guest has no symbol " + name));
	}

	/** The symbol that an address is in: the nearest at or before it, unless its size says that it ends earlier. */
	public Optional<Symbol> at(long address) {
		Map.Entry<Long, Symbol> entry = read().byAddress.floorEntry(address);
		return Optional.ofNullable(entry).map(Map.Entry::getValue)
				.filter(symbol -> symbol.size() == 0 || address - symbol.address() < symbol.size());
	}
}
