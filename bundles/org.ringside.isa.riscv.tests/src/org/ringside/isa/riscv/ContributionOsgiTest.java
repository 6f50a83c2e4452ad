package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.ringside.engine.ExecutorMaker;

/** The bundle in a running framework, where each bundle has a class loader of its own. */
class ContributionOsgiTest {

	private final Bundle bundle = FrameworkUtil.getBundle(RiscvArchitecture.class);

	@Test
	void theArchitectureIsAServiceWithItsId() throws Exception {
		assertEquals("lazy", bundle.getHeaders().get("Bundle-ActivationPolicy"));
		bundle.start(Bundle.START_ACTIVATION_POLICY);
		boolean runtime = false;
		for (Bundle other : bundle.getBundleContext().getBundles()) {
			if ("org.apache.felix.scr".equals(other.getSymbolicName())) {
				other.start(Bundle.START_ACTIVATION_POLICY);
				runtime = true;
			}
		}
		assertTrue(runtime, "the component runtime is not installed");
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		while (bundle.getRegisteredServices() == null && System.nanoTime() < end) {
			Thread.sleep(20);
		}
		ServiceReference<?>[] services = bundle.getRegisteredServices();
		assertNotNull(services, "no service registered");
		assertEquals(1, services.length);
		assertEquals("riscv64", services[0].getProperty("ringside.id"));
		assertInstanceOf(RiscvArchitecture.class, bundle.getBundleContext().getService(services[0]));
	}

	/** What is spun for the rows must find engine, machine and rows through this bundle's class loader. */
	@Test
	void instructionsRunAcrossClassLoaders() {
		for (ExecutorMaker executor : ExecutorMaker.shipped()) {
			try (RiscvBench bench = new RiscvBench(executor)) {
				bench.hart.x[10] = 7;
				long next = bench.code(RiscvBench.BASE, "csrrw", 0x340, 10, 0);
				next = bench.code(next, "csrrs", 0x340, 0, 11);
				bench.code(next, "amoadd.d", 0, 11, 10, 12);
				bench.hart.pc = RiscvBench.BASE;
				bench.step(2);
				assertEquals(7, bench.hart.x[11]);
				bench.hart.x[10] = RiscvBench.BASE + 0x100;
				bench.step(1);
				assertEquals(7, bench.get(RiscvBench.BASE + 0x100, 8));
			}
		}
	}
}
