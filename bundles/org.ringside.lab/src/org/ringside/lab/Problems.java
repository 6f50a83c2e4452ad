package org.ringside.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.ringside.lab.internal.Components;
import org.ringside.lab.internal.Needs;

/**
 * What is wrong with the installed plug-ins. A plug-in that does not work is silent by nature: the framework leaves it
 * unresolved or stopped, the component runtime leaves it unsatisfied, and the contribution is simply missing. This reads
 * what both know.
 */
public final class Problems {

	private static final String COMPONENTS = "Service-Component";

	private final BundleContext context;

	private Problems(BundleContext context) {
		this.context = context;
	}

	/** What can be seen without activating anything. */
	public static List<Problem> seen(BundleContext context) {
		return new Problems(context).read();
	}

	/** As {@link #seen}, after every contribution has been activated once, so that those whose constructors throw are known. */
	public static List<Problem> tried(BundleContext context) {
		Problems problems = new Problems(context);
		problems.contributions().forEach(reference -> {
			if (context.getService(reference) != null) {
				context.ungetService(reference);
			}
		});
		return problems.read();
	}

	private List<Problem> read() {
		List<Problem> found = new ArrayList<>();
		unresolved(found);
		stopped(found);
		components(found);
		duplicates(found);
		return found;
	}

	private void unresolved(List<Problem> found) {
		FrameworkWiring wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
		Needs needs = new Needs(wiring, context.getBundles());
		for (Bundle bundle : context.getBundles()) {
			if (bundle.getState() == Bundle.INSTALLED) {
				String[] lack = needs.lack(bundle);
				found.add(new Problem(Components.origin(bundle), lack[0], lack[1]));
			}
		}
	}

	private void stopped(List<Problem> found) {
		for (Bundle bundle : context.getBundles()) {
			boolean fragment = bundle.adapt(BundleRevision.class) != null
					&& (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
			if (bundle.getState() != Bundle.RESOLVED || fragment || bundle.getHeaders("").get(COMPONENTS) == null) {
				continue;
			}
			boolean lazy = String.valueOf(bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY)).startsWith(Constants.ACTIVATION_LAZY);
			found.add(new Problem(Components.origin(bundle), "is not started, so that nothing it contributes is seen",
					lazy ? "start it, or look into the log for why it stopped"
							: "add the line \"Bundle-ActivationPolicy: lazy\" to its MANIFEST.MF"));
		}
	}

	private void components(List<Problem> found) {
		for (Components.Configured component : Components.all(context)) {
			Bundle bundle = context.getBundle(component.description().bundle.id);
			if (bundle == null || !concernsRingside(bundle)) {
				continue;
			}
			ComponentConfigurationDTO configuration = component.configuration();
			String of = "component " + component.description().implementationClass;
			switch (configuration.state) {
			case ComponentConfigurationDTO.FAILED_ACTIVATION -> found.add(new Problem(Components.origin(bundle),
					of + " failed to start: " + Components.cause(String.valueOf(configuration.failure)),
					"its constructor must not throw; correct it"));
			case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> found.add(new Problem(Components.origin(bundle),
					of + " lacks " + String.join(", ", Arrays.stream(configuration.unsatisfiedReferences)
							.map(reference -> "service " + interfaceOf(component, reference.name)).toList()),
					"install what provides it"));
			case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> found.add(new Problem(Components.origin(bundle),
					of + " waits for a configuration", "drop configurationPolicy=REQUIRE: nothing here gives one"));
			default -> {
				// satisfied or active
			}
			}
		}
	}

	private static String interfaceOf(Components.Configured component, String reference) {
		return Arrays.stream(component.description().references).filter(declared -> declared.name.equals(reference))
				.map(declared -> declared.interfaceName).findFirst().orElse(reference);
	}

	private static boolean concernsRingside(Bundle bundle) {
		BundleRevision revision = bundle.adapt(BundleRevision.class);
		return bundle.getSymbolicName().startsWith("org.ringside.") || revision != null && revision.getDeclaredRequirements(null).stream()
				.anyMatch(need -> need.getDirectives().getOrDefault("filter", "").contains("=org.ringside."));
	}

	private void duplicates(List<Problem> found) {
		Map<String, List<ServiceReference<?>>> byName = new LinkedHashMap<>();
		contributions().sorted(Comparator.reverseOrder()).forEach(reference -> {
			for (String kind : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
				byName.computeIfAbsent(kind + " " + reference.getProperty(ServiceCatalog.ID), name -> new ArrayList<>()).add(reference);
			}
		});
		byName.forEach((name, references) -> {
			for (ServiceReference<?> other : references.subList(1, references.size())) {
				found.add(new Problem(Components.origin(other.getBundle()), "the id \"" + other.getProperty(ServiceCatalog.ID) + "\" of its "
						+ simple(name) + " is taken by " + Components.origin(references.getFirst().getBundle()) + ", which is used",
						"choose another id"));
			}
		});
	}

	private static String simple(String name) {
		String kind = name.substring(0, name.indexOf(' '));
		return kind.substring(Math.max(kind.lastIndexOf('.'), kind.lastIndexOf('$')) + 1);
	}

	private Stream<ServiceReference<?>> contributions() {
		try {
			ServiceReference<?>[] all = context.getAllServiceReferences(null, "(" + ServiceCatalog.ID + "=*)");
			return all == null ? Stream.empty() : Arrays.stream(all);
		} catch (InvalidSyntaxException e) {
			throw new IllegalStateException("the filter is constant and right", e);
		}
	}
}
