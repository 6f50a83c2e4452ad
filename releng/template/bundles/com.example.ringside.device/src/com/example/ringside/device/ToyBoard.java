package com.example.ringside.device;

import org.osgi.service.component.annotations.Component;
import org.ringside.devices.board.BoardSource;
import org.ringside.machine.catalog.Contribution;

/** Contributes {@code boards/toy.board}. */
@Component(service = BoardSource.class)
@Contribution(id = "toy", label = "A toy: a Tally hart, a die and a serial line")
public final class ToyBoard implements BoardSource {

	@Override
	public String file() {
		return "toy.board";
	}

	@Override
	public String text() {
		return BoardSource.resource(ToyBoard.class, "/boards/toy.board");
	}
}
