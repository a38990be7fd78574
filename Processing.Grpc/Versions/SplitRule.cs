namespace Digits.Processing.Versions;

/// <summary>How samples without a part are divided.</summary>
/// <param name="TrainRatio">Share that does not go to the test part, above 0 and below 1.</param>
/// <param name="ValidationRatio">Share that goes to the validation part, out of the former: 0 or above, below it.</param>
/// <param name="Seed">The same samples, ratios and seed give the same parts.</param>
internal sealed record SplitRule(double TrainRatio, double ValidationRatio, uint Seed);
