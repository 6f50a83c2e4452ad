package org.ringside.lab;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.ringside.lab.internal.Components;
import org.ringside.machine.catalog.Catalog;
import org.ringside.machine.catalog.Contribution;

/**
 * The contributions that are installed: services of the OSGi registry. What they say of themselves is read from their
 * service properties; a contribution is activated only when its {@linkplain Catalog.Entry#maker maker} is asked for.
 */
public final class ServiceCatalog implements Catalog {

	static final String ID = Contribution.PREFIX_ + "id";
	private static final String LABEL = Contribution.PREFIX_ + "label";
	private static final String ISA = Contribution.PREFIX_ + "isa";

	private final BundleContext context;

	/** @param context of the bundle that asks; makers are had in its name */
	public ServiceCatalog(BundleContext context) {
		this.context = context;
	}

	@Override
	public <T> List<Entry<T>> all(Class<T> kind) {
		// of one id the first installed comes first, and so is the one that find() answers
		return references(kind).stream().filter(reference -> reference.getProperty(ID) != null)
				.sorted(Comparator.comparing((ServiceReference<T> reference) -> text(reference, ID)).thenComparing(Comparator.reverseOrder()))
				.<Entry<T>>map(reference -> new ServiceEntry<>(context, reference)).toList();
	}

	private <T> Collection<ServiceReference<T>> references(Class<T> kind) {
		try {
			return context.getServiceReferences(kind, null);
		} catch (InvalidSyntaxException e) {
			throw new IllegalStateException("no filter cannot be wrong", e);
		}
	}

	private static String text(ServiceReference<?> reference, String property) {
		Object value = reference.getProperty(property);
		return value == null ? "" : value.toString();
	}

	private record ServiceEntry<T>(BundleContext context, ServiceReference<T> reference) implements Entry<T> {

		@Override
		public String id() {
			return text(reference, ID);
		}

		@Override
		public String label() {
			return text(reference, LABEL);
		}

		@Override
		public String isa() {
			return text(reference, ISA);
		}

		@Override
		public String origin() {
			return Components.origin(reference.getBundle());
		}

		@Override
		public T maker() {
			T maker = context.getService(reference);
			if (maker == null) {
				throw new IllegalStateException(id() + " of " + origin() + " cannot be used: "
						+ Components.failure(context, reference).orElse("its plug-in was stopped or uninstalled")
						+ "; ringside list --problems says more");
			}
			return maker;
		}
	}
}
