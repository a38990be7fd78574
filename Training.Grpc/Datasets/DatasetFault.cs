namespace Digits.Training.Datasets;

/// <summary>Why a data set cannot be had.</summary>
internal enum DatasetFault
{
    /// <summary>There is none of that name, or not that version.</summary>
    NotFound,

    /// <summary>Processing does not answer.</summary>
    Unreachable,

    /// <summary>It is there, but not fit for training.</summary>
    Unusable,
}
