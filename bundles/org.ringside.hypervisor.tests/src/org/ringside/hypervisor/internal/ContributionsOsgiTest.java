package org.ringside.hypervisor.internal;

import org.junit.jupiter.api.Test;
import org.ringside.testkit.ContributionsKit;

class ContributionsOsgiTest {

	@Test
	void whatIsContributedIsRegistered() throws Exception {
		ContributionsKit.areServices(Type1Shadow.Maker.class);
	}
}
