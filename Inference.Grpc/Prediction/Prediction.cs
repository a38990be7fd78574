using Digits.Imaging;

namespace Digits.Inference.Prediction;

/// <summary>What a model read.</summary>
/// <param name="Probabilities">One a class; they add up to 1.</param>
/// <param name="Best">The class with the highest probability.</param>
/// <param name="Seen">What the model saw.</param>
internal sealed record Prediction(double[] Probabilities, int Best, GrayImage Seen);
