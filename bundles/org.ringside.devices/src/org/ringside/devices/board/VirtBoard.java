package org.ringside.devices.board;

import org.osgi.service.component.annotations.Component;
import org.ringside.machine.catalog.Contribution;

/** Contributes {@code boards/virt.board}. */
@Component(service = BoardSource.class)
@Contribution(id = "virt", label = "RISC-V virt, as QEMU models it")
public final class VirtBoard implements BoardSource {

	@Override
	public String file() {
		return "virt.board";
	}

	@Override
	public String text() {
		return BoardSource.resource(VirtBoard.class, "/boards/virt.board");
	}
}
