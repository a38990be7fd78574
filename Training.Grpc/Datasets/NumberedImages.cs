using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Training.Datasets;

/// <summary>All samples of a data set: those of the train part, then validation, then test.</summary>
/// <param name="Images">The images with their classes.</param>
/// <param name="Numbers">The number of each sample.</param>
/// <param name="TrainCount">Samples of the train part.</param>
/// <param name="ValidationCount">Samples of the validation part.</param>
internal sealed record NumberedImages(LabeledImages Images, IReadOnlyList<int> Numbers, int TrainCount, int ValidationCount)
{
    /// <summary>The parts in the order of their samples.</summary>
    public static readonly IReadOnlyList<Part> Parts = [Part.Train, Part.Validation, Part.Test];

    public Part PartOf(int index) =>
        index < TrainCount ? Part.Train : index < TrainCount + ValidationCount ? Part.Validation : Part.Test;
}
