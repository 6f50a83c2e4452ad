package org.ringside.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.ringside.devices.board.BoardSource;
import org.ringside.machine.DeviceMaker;

/** The bundle's contributions in a running framework. */
class ContributionsOsgiTest {

	private static final Set<String> DEVICES = Set.of("clint", "goldfish_rtc", "ns16550a", "plic", "sifive_test", "virtio-blk",
			"virtio-console", "virtio-mmio", "virtio-net", "virtio-rng");

	private final Bundle bundle = FrameworkUtil.getBundle(Clint.class);

	@Test
	void devicesAreServicesWithTheirIds() throws Exception {
		List<ServiceReference<DeviceMaker<?>>> references = references(maker(), DEVICES.size());
		Set<String> ids = new TreeSet<>();
		for (ServiceReference<DeviceMaker<?>> reference : references) {
			ids.add((String) reference.getProperty("ringside.id"));
			assertFalse(((String) reference.getProperty("ringside.label")).isEmpty());
		}
		assertEquals(new TreeSet<>(DEVICES), ids);
	}

	@Test
	void aMakerMakesWhatItsClassMakes() throws Exception {
		ServiceReference<DeviceMaker<?>> plic = references(maker(), DEVICES.size()).stream()
				.filter(reference -> "plic".equals(reference.getProperty("ringside.id"))).findFirst().orElseThrow();
		assertEquals(Plic.Options.class, context().getService(plic).options());
	}

	@Test
	void theBoardsTextIsInTheBundle() throws Exception {
		ServiceReference<BoardSource> board = references(BoardSource.class, 1).getFirst();
		assertEquals("virt", board.getProperty("ringside.id"));
		assertEquals("virt", context().getService(board).board().id());
	}

	@SuppressWarnings("unchecked") // there is no class object of a generic type
	private static Class<DeviceMaker<?>> maker() {
		return (Class<DeviceMaker<?>>) (Class<?>) DeviceMaker.class;
	}

	private BundleContext context() {
		return bundle.getBundleContext();
	}

	/** Waits until the component runtime has registered that many of this bundle. */
	private <T> List<ServiceReference<T>> references(Class<T> kind, int count) throws Exception {
		start();
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		List<ServiceReference<T>> found = own(kind);
		while (found.size() < count && System.nanoTime() < end) {
			Thread.sleep(20);
			found = own(kind);
		}
		assertEquals(count, found.size());
		return found;
	}

	private <T> List<ServiceReference<T>> own(Class<T> kind) throws InvalidSyntaxException {
		Collection<ServiceReference<T>> all = context().getServiceReferences(kind, null);
		List<ServiceReference<T>> own = new ArrayList<>(all);
		own.removeIf(reference -> reference.getBundle() != bundle);
		return own;
	}

	private void start() throws BundleException {
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
