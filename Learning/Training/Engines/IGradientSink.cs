namespace Digits.Learning.Training.Engines;

/// <summary>Takes the finished gradient of a parameter, piece by piece, from several threads at once; no piece comes twice.</summary>
internal interface IGradientSink
{
    /// <summary>Takes the gradient of <c>gradient.Length</c> values of a parameter.</summary>
    /// <param name="parameter">The parameter's index in the plan.</param>
    /// <param name="start">Where the values lie in the parameter's buffer.</param>
    /// <param name="gradient">The mean over the batch.</param>
    void Take(int parameter, int start, ReadOnlySpan<float> gradient);
}
