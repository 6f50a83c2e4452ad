package org.ringside.guest.primer;

import java.util.List;

import org.ringside.lab.Ending;
import org.ringside.lab.Experiment;
import org.ringside.testkit.GuestKit;

class PrimerKitTest extends GuestKit {

	@Override
	protected Experiment experiment() {
		return Experiment.standard().withMemory(8 << 20);
	}

	@Override
	protected Expected expected() {
		return new Expected(new Ending(Ending.Reason.POWER_OFF, 0), "primer: powering off with status 0", 100_000_000);
	}

	@Override
	protected List<String> badOptions() {
		return List.of("source=/no/such/folder", "source=" + '\0');
	}
}
