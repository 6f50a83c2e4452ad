package org.ringside.guest.bare.internal;

import java.util.Map;

import org.ringside.guest.Boot;
import org.ringside.guest.Guest;
import org.ringside.guest.GuestException;
import org.ringside.guest.Image;
import org.ringside.guest.Symbols;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Component;
import org.ringside.machine.DeviceContext;

/** A program, and Spike's interface if it asks for it. */
public record BareGuest(Image image, Boot boot) implements Guest {

	@Override
	public Map<String, Component<?>> connect(DeviceContext context, Bus bus) {
		return image.symbols().find("tohost").<Map<String, Component<?>>>map(
				tohost -> Map.of("htif", new Htif(context, bus, word(tohost, bus), word(image.symbols().find("fromhost").orElse(tohost), bus))))
				.orElse(Map.of());
	}

	/** Where in memory the doubleword of that name is. */
	private static long word(Symbols.Symbol symbol, Bus bus) {
		try {
			if ((symbol.address() & 7) != 0) {
				throw new GuestException("%s at 0x%x is not aligned to 8 bytes: align it".formatted(symbol.name(), symbol.address()));
			}
			return bus.memoryOffset(symbol.address(), 8);
		} catch (BusError e) {
			throw new GuestException("%s at 0x%x is outside of memory: link it elsewhere".formatted(symbol.name(),
					symbol.address()), e);
		}
	}
}
