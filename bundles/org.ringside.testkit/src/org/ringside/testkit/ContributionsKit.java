package org.ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.ringside.machine.catalog.Contribution;

/**
 * What holds for a bundle's contributions in a running framework. A class named {@code *OsgiTest} calls it:
 *
 * <pre>{@code
 * @Test
 * void whatIsContributedIsRegistered() throws Exception {
 * 	ContributionsKit.areServices(Spin.class);
 * }
 * }</pre>
 */
public final class ContributionsKit {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private ContributionsKit() {
	}

	/**
	 * The bundle starts when it is needed, and its contributions are these classes under the ids of their annotations, and
	 * no others.
	 *
	 * @param makers all that the bundle contributes, at least one
	 * @throws AssertionError saying what is registered instead
	 */
	public static void areServices(Class<?>... makers) throws BundleException, InterruptedException {
		Bundle bundle = FrameworkUtil.getBundle(makers[0]);
		assertEquals("lazy", bundle.getHeaders().get("Bundle-ActivationPolicy"), "without it an installed bundle is never activated");
		bundle.start(Bundle.START_ACTIVATION_POLICY);
		startComponents(bundle);
		Map<String, String> expected = new TreeMap<>();
		Stream.of(makers).forEach(maker -> expected.put(maker.getAnnotation(Contribution.class).id(), maker.getName()));
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!found(bundle).equals(expected) && System.nanoTime() < end) {
			Thread.sleep(20);
		}
		assertEquals(expected, found(bundle));
	}

	private static void startComponents(Bundle bundle) throws BundleException {
		boolean runtime = false;
		for (Bundle other : bundle.getBundleContext().getBundles()) {
			if ("org.apache.felix.scr".equals(other.getSymbolicName())) {
				other.start(Bundle.START_ACTIVATION_POLICY);
				runtime = true;
			}
		}
		assertTrue(runtime, "the component runtime is not installed");
	}

	/** Ids of the bundle's services, and what each is made by. */
	private static Map<String, String> found(Bundle bundle) {
		Map<String, String> found = new TreeMap<>();
		ServiceReference<?>[] registered = bundle.getRegisteredServices();
		if (registered != null) {
			for (ServiceReference<?> reference : registered) {
				if (reference.getProperty("ringside.id") instanceof String id) {
					found.put(id, bundle.getBundleContext().getService(reference).getClass().getName());
				}
			}
		}
		return found;
	}
}
