package org.ringside.machine.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Where contributions are found. Handed to whoever needs it; in OSGi it reads the service registry, elsewhere it is
 * {@linkplain #of made of} makers.
 */
public interface Catalog {

	/** The contributions of one kind, by id; one whose maker cannot be had is in the list and fails when asked. */
	<T> List<Entry<T>> all(Class<T> kind);

	/** One contribution; of several with one id the first that was installed, the others being a problem. */
	default <T> Optional<Entry<T>> find(Class<T> kind, String id) {
		return all(kind).stream().filter(entry -> entry.id().equals(id)).findFirst();
	}

	/** A contribution, not yet activated. */
	interface Entry<T> {
		String id();

		String label();

		/** The ISA it goes with, or empty for any. */
		String isa();

		/** Where it comes from: bundle and version, for people. */
		String origin();

		/** The maker, activated now if it was not; throws {@link IllegalStateException} with a clear line if it cannot be. */
		T maker();
	}

	/** A catalog of makers at hand, for tests and programs without OSGi. Each carries {@link Contribution}. */
	static Catalog of(Object... makers) {
		return new PlainCatalog(List.of(makers));
	}
}
