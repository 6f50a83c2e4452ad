package org.ringside.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.ringside.machine.catalog.Catalog;

/** The catalog over a running framework's registry, and runs of what is found there. */
class ServiceCatalogOsgiTest {

	/** A kind of contribution that nobody else makes. */
	private interface Hat {
	}

	private static final BundleContext CONTEXT = FrameworkUtil.getBundle(Run.class).getBundleContext();

	private final List<ServiceRegistration<?>> registered = new ArrayList<>();
	private final Catalog catalog = new ServiceCatalog(CONTEXT);

	/** In the product SCR starts early, and lazy bundles with it; a test framework starts only what is asked for. */
	@BeforeAll
	static void startBundles() throws BundleException {
		for (Bundle bundle : CONTEXT.getBundles()) {
			boolean fragment = bundle.getHeaders("").get("Fragment-Host") != null;
			if (!fragment && (bundle.getSymbolicName().startsWith("org.ringside.") || bundle.getSymbolicName().equals("org.apache.felix.scr"))) {
				bundle.start(Bundle.START_ACTIVATION_POLICY);
			}
		}
	}

	@AfterEach
	void unregister() {
		registered.forEach(ServiceRegistration::unregister);
	}

	private void register(String id, Object service) {
		Hashtable<String, Object> properties = new Hashtable<>();
		if (!id.isEmpty()) {
			properties.put("ringside.id", id);
			properties.put("ringside.label", "hat " + id);
		}
		registered.add(CONTEXT.registerService(Hat.class.getName(), service, properties));
	}

	@Test
	void contributionsAreDescribedWithoutBeingMade() {
		register("bowler", new ServiceFactory<Hat>() {
			@Override
			public Hat getService(Bundle bundle, ServiceRegistration<Hat> registration) {
				throw new AssertionError("made");
			}

			@Override
			public void ungetService(Bundle bundle, ServiceRegistration<Hat> registration, Hat service) {
				throw new AssertionError("never made");
			}
		});
		Catalog.Entry<Hat> hat = catalog.find(Hat.class, "bowler").orElseThrow();
		assertEquals("hat bowler", hat.label());
		assertEquals("", hat.isa());
		assertTrue(hat.origin().startsWith("org.ringside.lab "), hat.origin());
	}

	@Test
	void ofOneIdTheFirstInstalledIsFoundAndTheOtherIsAProblem() {
		Hat first = new Hat() {
		};
		register("top", first);
		register("top", new Hat() {
		});
		assertEquals(first, catalog.find(Hat.class, "top").orElseThrow().maker());
		List<Problem> problems = Problems.seen(CONTEXT).stream().filter(problem -> problem.what().contains("\"top\"")).toList();
		assertEquals(1, problems.size(), problems.toString());
		assertTrue(problems.getFirst().what().contains("of its Hat is taken by org.ringside.lab"), problems.toString());
	}

	@Test
	void aServiceWithoutAnIdIsNoContribution() {
		register("", new Hat() {
		});
		assertEquals(List.of(), catalog.all(Hat.class));
	}

	@Test
	void aMakerThatCannotBeHadSaysSoInOneLine() {
		register("lost", new Hat() {
		});
		Catalog.Entry<Hat> hat = catalog.find(Hat.class, "lost").orElseThrow();
		registered.removeFirst().unregister();
		String said = assertThrows(IllegalStateException.class, hat::maker).getMessage();
		assertTrue(said.startsWith("lost of ") && said.contains(" cannot be used: "), said);
		assertEquals(1, said.lines().count());
	}

	@Test
	void theShippedPluginsHaveNoProblems() {
		assertEquals(List.of(), Problems.tried(CONTEXT).stream().filter(problem -> problem.where().startsWith("org.ringside.")).toList());
	}

	@Test
	void theDefaultGuestRunsFromServicesAcrossBundles() {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		try (Run run = Run.of(catalog, Experiment.standard(), Inputs.none())) {
			run.onOutput(printed::writeBytes);
			assertEquals(new Ending(Ending.Reason.POWER_OFF, 0), run.play(Run.WITHOUT_END, Duration.ofSeconds(100)));
		}
		String text = printed.toString(StandardCharsets.UTF_8).strip();
		assertTrue(text.endsWith("primer: powering off with status 0"), text);
	}
}
