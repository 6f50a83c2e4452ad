package org.ringside.guest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names in an image. Immutable. */
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

	private final Map<String, Symbol> byName = new TreeMap<>();
	private final TreeMap<Long, Symbol> byAddress = new TreeMap<>(Long::compareUnsigned);

	private Symbols(Collection<Symbol> symbols) {
		for (Symbol symbol : symbols) {
			byName.putIfAbsent(symbol.name(), symbol);
			// of several names for a place, one that knows its size
			byAddress.merge(symbol.address(), symbol, (old, other) -> old.size() >= other.size() ? old : other);
		}
	}

	/** Of several symbols with one name the first counts. */
	public static Symbols of(Collection<Symbol> symbols) {
		return new Symbols(symbols);
	}

	/** All of them, by name. */
	public Collection<Symbol> all() {
		return List.copyOf(byName.values());
	}

	/** The symbol of that name. */
	public Optional<Symbol> find(String name) {
		return Optional.ofNullable(byName.get(name));
	}

	/** The address of a name; throws {@link GuestException} if there is none. */
	public long address(String name) {
		return find(name).map(Symbol::address).orElseThrow(() -> new GuestException("the guest has no symbol " + name));
	}

	/** The symbol that an address is in: the nearest at or before it, unless its size says that it ends earlier. */
	public Optional<Symbol> at(long address) {
		Map.Entry<Long, Symbol> entry = byAddress.floorEntry(address);
		return Optional.ofNullable(entry).map(Map.Entry::getValue)
				.filter(symbol -> symbol.size() == 0 || address - symbol.address() < symbol.size());
	}
}
