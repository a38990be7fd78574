namespace Digits.Datasets.Formats.Csv;

/// <summary>Weighs whether the last column of a table without names is its label; most tables have it first.</summary>
internal static class CsvEvidence
{
    private const int MinRows = 5;
    private const int MaxClasses = 256;

    // Labels are about equally frequent; the corner of a picture is paper in nearly every row.
    private const double LabelEvenness = 0.8;
    private const double ClearDifference = 0.25;

    /// <summary>Whether the last column is the label beyond doubt.</summary>
    /// <param name="survey">What the rows show.</param>
    /// <param name="columns">The label and the pixels, in their order.</param>
    public static bool LastIsLabel(TableSurvey survey, IReadOnlyList<int> columns)
    {
        var (first, last) = (columns[0], columns[^1]);
        if (survey[first].IsText != survey[last].IsText)
        {
            return survey[last].IsText;
        }

        if (survey.Rows < MinRows || survey[last].IsText || !IsLabelLike(survey, last))
        {
            return false;
        }

        if (!IsLabelLike(survey, first))
        {
            return !survey[first].IsCounting && survey.Values(last) is { Evenness: >= LabelEvenness };
        }

        if (IsWrittenOtherwise(survey, last, columns[^2], first, columns[1]))
        {
            return true;
        }

        if (IsWrittenOtherwise(survey, first, columns[1], last, columns[^2]))
        {
            return false;
        }

        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var index = 1; index < columns.Count - 1; index++)
        {
            (low, high) = (Math.Min(low, survey[columns[index]].Min), Math.Max(high, survey[columns[index]].Max));
        }

        var (firstOutside, lastOutside) = (IsOutside(survey[first]), IsOutside(survey[last]));
        return firstOutside == lastOutside ? IsMoreEven(survey.Values(first), survey.Values(last)) : lastOutside;

        bool IsOutside(ColumnFacts facts) => facts.Max > high || facts.Min < low;
    }

    private static bool IsLabelLike(TableSurvey survey, int column)
    {
        const int fewRows = 20;
        var distinct = survey.Values(column)?.Distinct ?? 0;
        return survey[column] is { Fractions: 0, Min: >= 0 } && distinct <= MaxClasses && (survey.Rows <= fewRows || distinct <= survey.Rows / 2);
    }

    // Among pixels such as "0.0000" a label is "7".
    private static bool IsWrittenOtherwise(TableSurvey survey, int column, int neighbour, int other, int otherNeighbour) =>
        HasPoints(survey[column]) != HasPoints(survey[neighbour]) && HasPoints(survey[other]) == HasPoints(survey[otherNeighbour]);

    private static bool HasPoints(ColumnFacts facts) => facts.WithPoint * 2 > facts.Numbers;

    private static bool IsMoreEven(ColumnValues? first, ColumnValues? last) =>
        first is not null && last is { Evenness: >= LabelEvenness }
        && (first.Distinct == 1 || (last.Distinct >= 3 && last.Evenness - first.Evenness >= ClearDifference));
}
