package org.ringside.lab.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What the runtime of declarative services tells of its components. */
public final class Components {

	private Components() {
	}

	/** A component with its configuration, of which a contribution has one. */
	public record Configured(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
	}

	/** All enabled components of all bundles; empty where no such runtime is active. */
	public static List<Configured> all(BundleContext context) {
		return ask(context, runtime -> runtime.getComponentDescriptionDTOs().stream()
				.flatMap(description -> runtime.getComponentConfigurationDTOs(description).stream()
						.map(configuration -> new Configured(description, configuration)))
				.toList()).orElse(List.of());
	}

	/** Why the component behind a service could not be activated, in one line. */
	public static Optional<String> failure(BundleContext context, ServiceReference<?> service) {
		Object name = service.getProperty("component.name");
		return all(context).stream().filter(component -> component.description().name.equals(name)
				&& component.description().bundle.id == service.getBundle().getBundleId())
				.map(component -> component.configuration().failure).filter(failure -> failure != null)
				.map(Components::cause).findFirst();
	}

	/** The innermost cause in the text of a stack trace, which is what a plug-in's author can mend. */
	public static String cause(String stackTrace) {
		String cause = stackTrace.lines().findFirst().orElse("").strip();
		for (String line : stackTrace.lines().toList()) {
			if (line.startsWith("Caused by: ")) {
				cause = line.substring("Caused by: ".length()).strip();
			}
		}
		return cause;
	}

	/** A bundle's name and version, for people. */
	public static String origin(Bundle bundle) {
		return bundle == null ? "a plug-in that is gone" : bundle.getSymbolicName() + " " + bundle.getVersion();
	}

	private static <R> Optional<R> ask(BundleContext context, Function<ServiceComponentRuntime, R> question) {
		ServiceReference<ServiceComponentRuntime> reference = context.getServiceReference(ServiceComponentRuntime.class);
		ServiceComponentRuntime runtime = reference == null ? null : context.getService(reference);
		if (runtime == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(question.apply(runtime));
		} finally {
			context.ungetService(reference);
		}
	}
}
