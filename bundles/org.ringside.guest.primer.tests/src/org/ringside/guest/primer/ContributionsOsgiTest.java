package org.ringside.guest.primer;

import org.junit.jupiter.api.Test;
import org.ringside.testkit.ContributionsKit;

class ContributionsOsgiTest {

	@Test
	void whatIsContributedIsRegistered() throws Exception {
		ContributionsKit.areServices(Primer.class);
	}
}
