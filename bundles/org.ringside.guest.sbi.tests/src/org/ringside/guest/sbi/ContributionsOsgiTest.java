package org.ringside.guest.sbi;

import org.junit.jupiter.api.Test;
import org.ringside.testkit.ContributionsKit;

class ContributionsOsgiTest {

	@Test
	void whatIsContributedIsRegistered() throws Exception {
		ContributionsKit.areServices(Sbi.class, Kernel.class);
	}
}
