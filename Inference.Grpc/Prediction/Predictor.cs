using Digits.Imaging;
using Digits.Inference.Models;

namespace Digits.Inference.Prediction;

/// <summary>Runs a model on a normalised image.</summary>
internal static class Predictor
{
    // The runtime compiles a method well after some thirty calls; the first caller should not pay for that.
    private const int WarmUpCalls = 40;

    /// <param name="model">The model.</param>
    /// <param name="image">An image that was normalised to the model's input size.</param>
    public static Prediction Predict(LoadedModel model, GrayImage image)
    {
        var probabilities = new double[model.Committee.ClassCount];
        model.Committee.Predict(image.Pixels, probabilities);
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            best = probabilities[i] > probabilities[best] ? i : best;
        }

        return new Prediction(probabilities, best, image);
    }

    /// <summary>Reads and predicts a picture several times, so that everything is compiled before the first call of a user.</summary>
    /// <exception cref="ModelUnusableException">The model does not answer with probabilities.</exception>
    public static void WarmUp(LoadedModel model)
    {
        var png = PngEncoder.Encode(Ring(model.InputShape.Width, model.InputShape.Height));
        for (var call = 0; call < WarmUpCalls; call++)
        {
            var image = Normalizer.Normalize(InkReader.Read(png), model.InputShape.Width, model.InputShape.Height);
            var prediction = Predict(model, image);
            if (!prediction.Probabilities.All(double.IsFinite))
            {
                throw new ModelUnusableException("it answers with values that are no probabilities");
            }

            PngEncoder.Encode(prediction.Seen);
        }
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

/// <summary>The result of a prediction.</summary>
/// <param name="Probabilities">The probability of each class; they add up to 1.</param>
/// <param name="Best">The class with the highest probability.</param>
/// <param name="Seen">The normalised image that the model received.</param>
internal sealed record Prediction(double[] Probabilities, int Best, GrayImage Seen);
