using Digits.Datasets.LabelPacks;
using Digits.Datasets.PublicSets;
using Digits.Processing.History;
using Digits.Processing.V1;
using Grpc.Core;
using InstallStage = Digits.Processing.V1.InstallStage;

namespace Digits.Processing;

/// <summary>Answers the catalogue's calls.</summary>
internal sealed class CatalogGrpcService(
    PublicSetList sets,
    PublicFileFinder finder,
    FileDownloader downloader,
    PublicSetInstaller installer,
    VersionHistory history,
    TimeProvider clock) : CatalogService.CatalogServiceBase
{
    public override async Task<ListPublicDatasetsResponse> ListPublicDatasets(ListPublicDatasetsRequest request, ServerCallContext context)
    {
        var response = new ListPublicDatasetsResponse();
        foreach (var set in sets.All)
        {
            response.PublicDatasets.Add(await DescribeAsync(set, context.CancellationToken));
        }

        return response;
    }

    public override async Task InstallPublicDataset(
        InstallPublicDatasetRequest request, IServerStreamWriter<InstallPublicDatasetResponse> responseStream, ServerCallContext context)
    {
        var set = sets.Get(request.PublicDataset);
        Dataset? dataset = null;
        var progress = new InstallProgress(set, Report, clock);
        var version = await installer.InstallAsync(
            set, request.Name, request.HasValidationRatio ? request.ValidationRatio : null, request.Author, progress, context.CancellationToken);
        dataset = await history.DescribeAsync(version, context.CancellationToken);
        await progress.DoneAsync();

        Task Report(InstallStep step) => responseStream.WriteAsync(new InstallPublicDatasetResponse
        {
            Stage = (InstallStage)step.Stage,
            File = step.File,
            FetchedBytes = step.FetchedBytes,
            TotalBytes = step.TotalBytes,
            Dataset = dataset,
        });
    }

    public override Task<ListLabelPacksResponse> ListLabelPacks(ListLabelPacksRequest request, ServerCallContext context) =>
        Task.FromResult(new ListLabelPacksResponse { LabelPacks = { LabelPackList.All.Select(ToProto) } });

    private static V1.LabelPack ToProto(Datasets.LabelPacks.LabelPack pack) => new()
    {
        Name = pack.Name,
        Title = pack.Title,
        Labels = { pack.Labels },
        FirstNumber = pack.FirstNumber,
        Names = { pack.Names },
    };

    private async Task<PublicDataset> DescribeAsync(PublicSet set, CancellationToken cancellationToken)
    {
        var described = new PublicDataset
        {
            Name = set.Name,
            Title = set.Title,
            Description = set.Description,
            License = set.License,
            Homepage = set.Homepage,
            TrainCount = set.TrainCount,
            TestCount = set.TestCount,
            Labels = { set.Labels },
            Credit = set.Credit,
        };
        foreach (var file in set.Files)
        {
            described.Files.Add(new V1.PublicFile
            {
                Name = file.Name,
                Url = downloader.Addresses(set, file)[0].AbsoluteUri,
                SizeBytes = file.Size,
                Hash = file.Hash?.ToString() ?? "",
                Present = await finder.FindAsync(set, file, cancellationToken) is not null,
            });
        }

        return described;
    }
}
