package org.ringside.machine.catalog;

import java.util.Comparator;
import java.util.List;

/** Makers at hand, described by their annotations. */
record PlainCatalog(List<Object> makers) implements Catalog {

	PlainCatalog {
		for (Object maker : makers) {
			if (!maker.getClass().isAnnotationPresent(Contribution.class)) {
				throw new IllegalArgumentException(maker.getClass().getName() + " has no @Contribution: annotate it");
			}
		}
	}

	@Override
	public <T> List<Entry<T>> all(Class<T> kind) {
		return makers.stream().filter(kind::isInstance).map(kind::cast).<Entry<T>>map(PlainEntry::new)
				.sorted(Comparator.comparing(Entry::id)).toList();
	}

	private record PlainEntry<T>(T maker) implements Entry<T> {

		private Contribution says() {
			return maker.getClass().getAnnotation(Contribution.class);
		}

		@Override
		public String id() {
			return says().id();
		}

		@Override
		public String label() {
			return says().label();
		}

		@Override
		public String isa() {
			return says().isa();
		}

		@Override
		public String origin() {
			return maker.getClass().getName();
		}
	}
}
