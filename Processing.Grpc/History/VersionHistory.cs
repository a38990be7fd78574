using System.Globalization;
using Digits.Datasets;
using Digits.Datasets.Editing;
using Digits.Datasets.Storage;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using DifferenceKind = Digits.Datasets.Editing.DifferenceKind;

namespace Digits.Processing.History;

/// <summary>Answers the calls that list data sets and their changes and compare versions.</summary>
internal sealed class VersionHistory(DatasetLibrary library, DatasetCatalog catalog, SetAside aside)
{
    private const int ShownWithDataset = 100;

    // A message may have 4 MB. A data set with thousands of labels takes a good part of that by itself.
    private const int MaxListBytes = 2 << 20;

    /// <summary>Lists the current version of every data set page by page, by name.</summary>
    /// <exception cref="RefusalException">There is no such page.</exception>
    public async Task<ListDatasetsResponse> ListDatasetsAsync(ListDatasetsRequest request, CancellationToken cancellationToken)
    {
        var pageSize = request.PageSize == 0 ? PageSize.Max : PageSize.Check(request.PageSize);
        var after = request.PageToken.Length == 0 ? "" : NameToken.Decode(request.PageToken) ?? throw RequestErrors.PageTokenInvalid();
        var found = await catalog.ListAsync(after, pageSize + 1, ShownWithDataset, cancellationToken);
        var response = new ListDatasetsResponse();
        var bytes = 0;
        foreach (var (dataset, version, changes) in found)
        {
            var described = DatasetMapping.ToProto(version, dataset.Current, changes);
            bytes += described.CalculateSize();
            if (response.Datasets.Count == pageSize || (response.Datasets.Count > 0 && bytes > MaxListBytes))
            {
                response.NextPageToken = NameToken.Encode(response.Datasets[^1].Name);
                break;
            }

            response.Datasets.Add(described);
        }

        if (request.PageToken.Length == 0)
        {
            response.SetAside.Add(aside.List().Select(entry => new V1.SetAsideEntry { Path = entry.Path, Cause = entry.Cause }));
        }

        return response;
    }

    /// <summary>A version with the latest changes of its data set.</summary>
    public async Task<Dataset> DescribeAsync(StoredVersion version, CancellationToken cancellationToken)
    {
        var dataset = await catalog.FindAsync(version.Name, cancellationToken);
        var changes = await catalog.ListChangesAsync(version.Name, long.MaxValue, ShownWithDataset, cancellationToken);
        return DatasetMapping.ToProto(version, dataset?.Current ?? version.Version, changes);
    }

    /// <summary>Lists changes page by page.</summary>
    public async Task<ListVersionsResponse> ListAsync(ListVersionsRequest request, CancellationToken cancellationToken)
    {
        var pageSize = PageSize.Check(request.PageSize);
        var dataset = await catalog.FindAsync(request.Dataset, cancellationToken) ?? throw Errors.DatasetNotFound(request.Dataset);
        var before = long.MaxValue;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            throw RequestErrors.PageTokenInvalid();
        }

        var changes = await catalog.ListChangesAsync(request.Dataset, before, pageSize + 1, cancellationToken);
        var page = changes.Take(pageSize).ToList();
        return new ListVersionsResponse
        {
            Versions = { DatasetMapping.ToSummaries(dataset.Current, page) },
            NextPageToken = changes.Count > pageSize ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    /// <summary>Compares two versions and lists the differences page by page.</summary>
    public async Task<CompareVersionsResponse> CompareAsync(CompareVersionsRequest request, CancellationToken cancellationToken)
    {
        var pageSize = PageSize.Check(request.PageSize);
        var start = 0;
        if (request.PageToken.Length > 0 && !int.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out start))
        {
            throw RequestErrors.PageTokenInvalid();
        }

        var later = await library.GetAsync(request.Dataset, request.To, cancellationToken);
        using var to = await library.OpenAsync(later, cancellationToken);
        using var from = await library.OpenAsync(
            request.Dataset, request.From.Length > 0 ? request.From : await ParentAsync(later, cancellationToken), cancellationToken);
        var all = VersionComparison.Compare(from, to);
        var asked = all
            .Where(difference => request.Kind == V1.DifferenceKind.Unspecified || (int)difference.Kind == (int)request.Kind)
            .Skip(start)
            .Take(pageSize + 1)
            .ToList();
        return new CompareVersionsResponse
        {
            From = from.Version.Version,
            To = later.Version,
            Added = all.Count(difference => difference.Kind == DifferenceKind.Added),
            Removed = all.Count(difference => difference.Kind == DifferenceKind.Removed),
            Relabeled = all.Count(difference => difference.Kind == DifferenceKind.Relabeled),
            Moved = all.Count(difference => difference.Kind == DifferenceKind.Moved),
            Differences = { DifferenceMapping.ToProto(from, to, [.. asked.Take(pageSize)]) },
            NextPageToken = asked.Count > pageSize ? (start + pageSize).ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    // The version that the newest change to this one came from; the first of all is compared with itself.
    private async Task<string> ParentAsync(StoredVersion version, CancellationToken cancellationToken)
    {
        var changes = await catalog.ListChangesAsync(version.Name, long.MaxValue, int.MaxValue, cancellationToken);
        var parent = changes.FirstOrDefault(row => row.Version == version.Version)?.Parent;
        return !string.IsNullOrEmpty(parent) && await catalog.FindAsync(version.Name, parent, cancellationToken) is not null
            ? parent
            : version.Version;
    }
}
