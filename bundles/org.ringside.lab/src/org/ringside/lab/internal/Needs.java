package org.ringside.lab.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Why a bundle could not be resolved: which of its requirements nothing provides. */
public final class Needs {

	private static final Pattern AT_LEAST = Pattern.compile("\\((?:bundle-)?version>=([^)]*)\\)");
	private static final Pattern BELOW = Pattern.compile("\\(!\\((?:bundle-)?version>=([^)]*)\\)\\)");

	private final FrameworkWiring wiring;
	private final Bundle[] installed;

	public Needs(FrameworkWiring wiring, Bundle[] installed) {
		this.wiring = wiring;
		this.installed = installed;
	}

	/** What the unresolved bundle lacks, in one line, and what to do about it. */
	public String[] lack(Bundle bundle) {
		BundleRevision revision = bundle.adapt(BundleRevision.class);
		List<BundleRequirement> needs = revision.getDeclaredRequirements(null).stream()
				.filter(need -> !"optional".equals(need.getDirectives().get("resolution")))
				.filter(need -> !"dynamic".equals(need.getDirectives().get("resolution"))).toList();
		for (BundleRequirement need : needs) {
			if (wiring.findProviders(need).isEmpty()) {
				return new String[] { "needs " + named(need) + ", " + instead(need), "install what provides it, or build the plug-in against this version of Ringside" };
			}
		}
		for (BundleRequirement need : needs) {
			Optional<Bundle> broken = wiring.findProviders(need).stream().map(capability -> capability.getRevision().getBundle())
					.filter(provider -> provider.getState() == Bundle.INSTALLED && provider != bundle).findFirst();
			if (broken.isPresent()) {
				return new String[] { "needs " + named(need) + " of " + Components.origin(broken.get()) + ", which cannot be used itself",
						"mend that one first" };
			}
		}
		return new String[] { "cannot be resolved: what it uses comes from plug-ins that exclude one another", "look for two versions of one package" };
	}

	/** A requirement as its author wrote it: package or bundle, and versions. */
	static String named(BundleRequirement need) {
		String filter = need.getDirectives().getOrDefault("filter", "");
		String kind = switch (need.getNamespace()) {
		case PackageNamespace.PACKAGE_NAMESPACE -> "package ";
		case BundleNamespace.BUNDLE_NAMESPACE, HostNamespace.HOST_NAMESPACE -> "bundle ";
		case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE -> "execution environment ";
		default -> need.getNamespace() + " ";
		};
		return kind + name(need) + range(filter);
	}

	/** The versions that a filter admits, as a manifest writes them, with a blank before; empty for any. */
	static String range(String filter) {
		Matcher below = BELOW.matcher(filter);
		Optional<String> high = below.find() ? Optional.of(below.group(1)) : Optional.empty();
		Matcher atLeast = AT_LEAST.matcher(BELOW.matcher(filter).replaceAll(""));
		Optional<String> low = atLeast.find() ? Optional.of(atLeast.group(1)) : Optional.empty();
		if (low.isEmpty() && high.isEmpty()) {
			return "";
		}
		return high.map(h -> " [" + low.orElse("0.0.0") + "," + h + ")").orElseGet(() -> " " + low.get() + " or newer");
	}

	private static String name(BundleRequirement need) {
		String filter = need.getDirectives().getOrDefault("filter", "");
		Matcher named = Pattern.compile("\\(" + Pattern.quote(need.getNamespace()) + "=([^)]*)\\)").matcher(filter);
		return named.find() ? named.group(1) : filter;
	}

	/** The versions of the same thing that are here. */
	private String instead(BundleRequirement need) {
		String attribute = PackageNamespace.PACKAGE_NAMESPACE.equals(need.getNamespace()) ? "version" : "bundle-version";
		List<Version> versions = Arrays.stream(installed).map(bundle -> bundle.adapt(BundleRevision.class)).filter(revision -> revision != null)
				.flatMap(revision -> revision.getDeclaredCapabilities(need.getNamespace()).stream())
				.filter(capability -> name(need).equals(capability.getAttributes().get(need.getNamespace())))
				.map(BundleCapability::getAttributes).map(attributes -> attributes.get(attribute))
				.filter(Version.class::isInstance).map(Version.class::cast).distinct().sorted().toList();
		return versions.isEmpty() ? "which is not installed"
				: "but " + String.join(", ", versions.stream().map(Version::toString).toList()) + " is installed";
	}
}
