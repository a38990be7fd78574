using Digits.Tests;

namespace Digits.Imaging.Tests;

/// <summary>
/// Recorded results: a change here changes what every stored data set and model was made with, and needs a new name for the
/// preprocessing. Each line of golden.txt has a drawing's name and its normalised pixels in hexadecimal.
/// </summary>
public sealed class NormalizerGoldenTests
{
    public static TheoryData<string> Names => [.. Drawings.Keys];

    private static Dictionary<string, Func<GrayImage>> Drawings { get; } = new()
    {
        ["five"] = () => Drawing.Five().ToInk(),
        ["thin"] = () => Drawing.Five(strokeWidth: 3).ToInk(),
        ["fat"] = () => Drawing.Five(strokeWidth: 40).ToInk(),
        ["small"] = () => Drawing.Five(strokeWidth: 4, scale: 0.08, moveX: 50).ToInk(),
        ["one"] = () => Line((150, 40), (130, 240)),
        ["dash"] = () => Line((40, 150), (240, 140)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Normalize_RecordedDrawing_GivesTheRecordedPixels(string name)
    {
        var pixels = Normalizer.Normalize(Drawings[name]()).Pixels.ToArray();

        var recorded = Recorded().GetValueOrDefault(name, new byte[pixels.Length]);

        // The drawing itself comes from sines and square roots, whose last bit depends on the processor.
        var worst = pixels.Zip(recorded, (now, then) => Math.Abs(now - then)).Max();
        Assert.True(worst <= 1, $"{name} {Convert.ToHexStringLower(pixels)}");
    }

    private static Dictionary<string, byte[]> Recorded() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Imaging.Tests", "golden.txt"))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => Convert.FromHexString(parts[1]));

    private static GrayImage Line((double X, double Y) from, (double X, double Y) to)
    {
        var drawing = new Drawing(280);
        drawing.Stroke([from, to], 18);
        return drawing.ToInk();
    }
}
