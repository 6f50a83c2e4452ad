package org.ringside.guest.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** The bundle's contributions in a running framework. */
class ContributionsOsgiTest {

	private final Bundle bundle = FrameworkUtil.getBundle(Linux.class);

	@Test
	void contributionsAreServicesWithTheirIds() throws Exception {
		start();
		Map<String, String> expected = new TreeMap<>(Map.of("linux", "Linux"));
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (!found().equals(expected) && System.nanoTime() < end) {
			Thread.sleep(20);
		}
		assertEquals(expected, found());
	}

	/** Ids of the bundle's services, and what each is made by. */
	private Map<String, String> found() {
		Map<String, String> found = new TreeMap<>();
		ServiceReference<?>[] registered = bundle.getRegisteredServices();
		if (registered != null) {
			for (ServiceReference<?> reference : registered) {
				if (reference.getProperty("ringside.id") instanceof String id) {
					found.put(id, context().getService(reference).getClass().getSimpleName());
				}
			}
		}
		return found;
	}

	private BundleContext context() {
		return bundle.getBundleContext();
	}

	private void start() throws Exception {
		assertEquals("lazy", bundle.getHeaders().get("Bundle-ActivationPolicy"));
		bundle.start(Bundle.START_ACTIVATION_POLICY);
		boolean runtime = false;
		for (Bundle other : context().getBundles()) {
			if ("org.apache.felix.scr".equals(other.getSymbolicName())) {
				other.start(Bundle.START_ACTIVATION_POLICY);
				runtime = true;
			}
		}
		assertTrue(runtime, "the component runtime is not installed");
	}
}
