using System.Diagnostics;
using Digits.Imaging;
using Digits.Inference.Models;
using Digits.Learning.Networks;

namespace Digits.Inference.Prediction;

/// <summary>
/// Reads and predicts some pictures before a version takes over: everything is compiled then, what the networks say is probabilities, and
/// it does not depend on how many images are computed together.
/// </summary>
internal static class SelfTest
{
    // The runtime compiles a method well after some thirty calls; the first caller should not pay for that.
    private const int WarmUpCalls = 40;
    private const int TimedRounds = 5;
    private const int TimedBatch = 16;
    private const double SumTolerance = 1e-6;

    /// <summary>Tests the networks of a version.</summary>
    /// <returns>How long an image takes alone and in a batch.</returns>
    /// <exception cref="ModelUnusableException">What the networks answer is no probabilities, or is not always the same.</exception>
    public static TestResult Run(Committee committee)
    {
        var (width, height) = (committee.InputShape.Width, committee.InputShape.Height);
        var png = PngEncoder.Encode(Ring(width, height));
        var expected = new double[committee.ClassCount];
        for (var call = 0; call < WarmUpCalls; call++)
        {
            var seen = Normalizer.Normalize(InkReader.Read(png), width, height);
            committee.Predict(seen.Pixels, expected);
            PngEncoder.Encode(seen);
        }

        if (!expected.All(probability => probability is >= 0 and <= 1) || Math.Abs(expected.Sum() - 1) > SumTolerance)
        {
            throw new ModelUnusableException("it answers with values that are no probabilities");
        }

        ReadOnlyMemory<byte>[] images = [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(Normalizer.Normalize(InkReader.Read(png), width, height).Pixels.ToArray(), TimedBatch)];
        double[][] together = [.. images.Select(_ => new double[committee.ClassCount])];
        var (alone, batch) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < TimedRounds; round++)
        {
            alone = Least(alone, () => Array.ForEach(images, image => committee.Predict(image.Span, expected)));
            batch = Least(batch, () => committee.Predict(images, together));
        }

        return together.All(one => one.AsSpan().SequenceEqual(expected))
            ? new TestResult(alone / TimedBatch, batch / TimedBatch)
            : throw new ModelUnusableException("it does not always answer the same for the same picture");
    }

    private static TimeSpan Least(TimeSpan before, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        var duration = Stopwatch.GetElapsedTime(start);
        return duration < before ? duration : before;
    }

    private static GrayImage Ring(int width, int height)
    {
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (((i % width) + 0.5) / width - 0.5, ((i / width) + 0.5) / height - 0.5);
            pixels[i] = Math.Sqrt((x * x) + (y * y)) is > 0.2 and < 0.4 ? byte.MaxValue : (byte)0;
        }

        return new GrayImage(width, height, pixels);
    }
}

/// <summary>How long a network takes for one image.</summary>
/// <param name="Alone">By itself.</param>
/// <param name="Together">In a batch.</param>
internal sealed record TestResult(TimeSpan Alone, TimeSpan Together)
{
    private const double WorthwhileGain = 1.15;

    // What it costs to hand an image over to a batch and its result back.
    private static readonly TimeSpan Handover = TimeSpan.FromMicroseconds(5);

    /// <summary>How many times as fast a batch is.</summary>
    public double Gain => Alone / Together;

    /// <summary>Whether calls gain when their images are computed together.</summary>
    public bool IsWorthwhile => Gain >= WorthwhileGain && Alone - Together >= Handover;
}
