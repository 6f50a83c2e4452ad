/**
 * The devices of the shipped boards, one class each. A device answers at offsets and knows what it was handed: its
 * clock, its lines, the other end of its serial line. Where it is and what it is wired to is the board's
 * ({@code org.ringside.devices.board}). Each class names the data sheet that its registers follow; where data sheets are
 * silent, the devices do as QEMU's virt board does, and the tests compare them with it access by access.
 *
 * <p>Virtio devices are in {@code org.ringside.devices.virtio}, the media of drives in {@code org.ringside.devices.disk}.
 *
 * <p>A device of one's own is one class, found through its nested maker:
 *
 * <pre>{@code
 * public final class Lamp implements Device<Lamp.State> {
 *
 * 	public record Options(@Option(help = "1 to be lit at power-on.") int lit) {
 * 	}
 *
 * 	public record State(boolean lit) {
 * 	}
 *
 * 	@Component(service = DeviceMaker.class)
 * 	@Contribution(id = "lamp", label = "A lamp with a switch")
 * 	public static final class Maker implements DeviceMaker<Options> {
 * 		…
 * 	}
 * 	…
 * }
 * }</pre>
 *
 * <dl>
 * <dt>register</dt><dd>what answers at an offset, in bytes from the device's first</dd>
 * <dt>line</dt><dd>an interrupt line; the device drives its level</dd>
 * <dt>pin</dt><dd>where a line ends at a hart: {@code msi}, {@code mti}, {@code mei} or {@code sei} on RISC-V, as the
 * manual calls the interrupts</dd>
 * <dt>controller</dt><dd>a device that other devices' lines lead to ({@link org.ringside.devices.InterruptController})</dd>
 * </dl>
 */
package org.ringside.devices;
