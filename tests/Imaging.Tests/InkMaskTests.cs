namespace Digits.Imaging.Tests;

public sealed class InkMaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(65)]
    [InlineData(300)]
    public void Measure_AnyRow_GivesWhatEachPixelAloneGives(int width)
    {
        var random = new Random(width);
        var (backdrop, paper) = (new PixelColor(250, 3, 99, 255), new PixelColor(240, 120, 5, 255));
        foreach (var (opaqueShare, noise) in new[] { (0.0, 0), (0.5, 3), (0.97, 20), (1.0, 0), (1.0, 96) })
        {
            var row = new PixelColor[width];
            for (var x = 0; x < width; x++)
            {
                var alpha = random.NextDouble() < opaqueShare ? byte.MaxValue : (byte)random.Next(3);
                var isRun = x > 0 && random.Next(3) == 0;
                row[x] = isRun ? row[x - 1] : new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), alpha);
            }

            var ink = new byte[width];
            InkMask.Measure(row, backdrop, paper, (byte)noise, ink);

            Assert.Equal(row.Select(pixel => (byte)Math.Max(0, pixel.Over(backdrop).DistanceTo(paper) - noise)), ink);
        }
    }
}
