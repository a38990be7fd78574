using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Persistence.Onnx;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Runs;
using Digits.Tests;
using Xunit.Abstractions;

namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>onnxruntime reads exported models and answers as we do.</summary>
public sealed class OnnxRuntimeTests(ITestOutputHelper output)
{
    private const int Count = 1000;
    private const float Tolerance = 1e-5f;

    [Fact]
    public void Write_EveryLayerType_IsReadAlike() => Compare(ExchangeSamples.LayerTypes, OnnxInput.Pixels);

    [Fact]
    public void Write_PreparedInput_IsReadAlike() => Compare(ExchangeSamples.LayerTypes.Where(sample => sample.Model.InputShape.Channels > 1), OnnxInput.Values);

    [Fact]
    public void Write_EveryPreset_IsReadAlike() => Compare(ExchangeSamples.PresetNetworks, OnnxInput.Pixels);

    [Fact]
    public void Write_Committee_IsReadAlike() =>
        Compare([("three", ExchangeSamples.Three)], OnnxInput.Pixels);

    [Fact]
    public void Write_TrainedWithBatchNorm_IsReadAlike()
    {
        var settings = Samples.Settings(
            """[{"type":"conv2d","filters":8,"kernel_size":3},{"type":"batch_norm"},{"type":"relu"},{"type":"flatten"},{"type":"dense","units":20},{"type":"batch_norm"},{"type":"relu"},{"type":"dense"}]""");
        var images = Samples.Quarters(320, 3);
        var result = new CpuTrainer().Train(Samples.Data(images, Samples.None(images.Shape)), settings, new RecordingObserver(), CancellationToken.None);
        Compare([("trained", result.Model)], OnnxInput.Pixels);
    }

    private void Compare(IEnumerable<(string Name, Committee Model)> samples, OnnxInput input)
    {
        foreach (var (name, model) in samples)
        {
            using var file = new MemoryStream();
            OnnxFile.Write(file, ModelBytes.Header(model.Members[0]), model, new OnnxOptions { Input = input });
            var images = Images(model.InputShape);
            var difference = LargestDifference(model, images, OnnxRuntime.Run(file.ToArray(), images, model.InputShape));
            output.WriteLine($"{name}: {difference:E2}");
            Assert.True(difference <= Tolerance, $"{name} differs by {difference}.");
        }
    }

    private static double LargestDifference(Committee model, byte[] images, ReadOnlySpan<float> theirs)
    {
        Assert.Equal(Count * model.ClassCount, theirs.Length);
        var (largest, ours) = (0.0, new double[model.ClassCount]);
        var (least, most) = (1.0, 0.0);
        for (var image = 0; image < Count; image++)
        {
            model.Predict(images.AsSpan(image * model.InputShape.Size, model.InputShape.Size), ours);
            for (var c = 0; c < ours.Length; c++)
            {
                // Max keeps a NaN, which then exceeds no tolerance; so it is counted as infinite.
                var difference = Math.Abs(ours[c] - theirs[(image * ours.Length) + c]);
                largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
            }

            (least, most) = (Math.Min(least, ours[0]), Math.Max(most, ours[0]));
        }

        Assert.True(most - least > 0.02, "The same answer to all images proves little.");
        return largest;
    }

    // Real digits where there are any and they fit; noise of every density otherwise.
    private static byte[] Images(ImageShape shape)
    {
        if (shape == new ImageShape(28, 28, 1) && Directory.Exists(Mnist.Folder))
        {
            var digits = IdxFiles.Load(Mnist.TestImages, Mnist.TestLabels);
            return [.. Enumerable.Range(0, Count).SelectMany(image => digits.Image(image).ToArray())];
        }

        var random = new Random(3);
        var pixels = new byte[Count * shape.Size];
        for (var image = 0; image < Count; image++)
        {
            var one = pixels.AsSpan(image * shape.Size, shape.Size);
            random.NextBytes(one);
            foreach (ref var pixel in one)
            {
                pixel = random.Next(Count) < image ? pixel : (byte)0;
            }
        }

        return pixels;
    }
}
