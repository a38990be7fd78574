using Digits.Learning.Data;
using Microsoft.ML.OnnxRuntime;

namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>Runs exported models with onnxruntime.</summary>
internal static class OnnxRuntime
{
    // A single image, a few, and many: a graph must take a batch of any size.
    private static readonly int[] BatchSizes = [1, 3, 64];

    /// <summary>The probabilities of all images, one after the other.</summary>
    /// <param name="model">The ONNX file.</param>
    /// <param name="images">Bytes, [count, height, width, channels].</param>
    /// <param name="shape">The shape of one image.</param>
    public static float[] Run(byte[] model, byte[] images, ImageShape shape)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        using var run = new RunOptions();
        var input = session.InputNames.Single();
        var count = images.Length / shape.Size;
        var probabilities = new List<float>();
        for (var (start, turn) = (0, 0); start < count; turn++)
        {
            var batch = Math.Min(BatchSizes[Math.Min(turn, BatchSizes.Length - 1)], count - start);
            using var tensor = Tensor(input, images.AsSpan(start * shape.Size, batch * shape.Size), batch, shape);
            using var outputs = session.Run(run, [input], [tensor], ["probabilities"]);
            Assert.Equal(batch, outputs[0].GetTensorTypeAndShape().Shape[0]);
            probabilities.AddRange(outputs[0].GetTensorDataAsSpan<float>());
            start += batch;
        }

        return [.. probabilities];
    }

    private static OrtValue Tensor(string input, ReadOnlySpan<byte> pixels, int batch, ImageShape shape) => input == "pixels"
        ? OrtValue.CreateTensorValueFromMemory(pixels.ToArray(), [batch, shape.Height, shape.Width, shape.Channels])
        : OrtValue.CreateTensorValueFromMemory(Values(pixels, batch, shape), [batch, shape.Channels, shape.Height, shape.Width]);

    // From 0 to 1 as [N, channels, height, width], for models that want their input prepared.
    private static float[] Values(ReadOnlySpan<byte> pixels, int batch, ImageShape shape)
    {
        var values = new float[pixels.Length];
        var area = shape.Height * shape.Width;
        for (var image = 0; image < batch; image++)
        {
            for (var place = 0; place < area; place++)
            {
                for (var channel = 0; channel < shape.Channels; channel++)
                {
                    values[(((image * shape.Channels) + channel) * area) + place] = pixels[(((image * area) + place) * shape.Channels) + channel] / 255f;
                }
            }
        }

        return values;
    }
}
