using Microsoft.EntityFrameworkCore;

namespace Digits.Training.Storage;

/// <summary>The tables of runs, their events, what label checks found, and model versions. Only portable types: the database may become another one.</summary>
internal sealed class TrainingContext(DbContextOptions<TrainingContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RunEventRow> RunEvents => Set<RunEventRow>();

    public DbSet<ModelVersionRow> ModelVersions => Set<ModelVersionRow>();

    public DbSet<SuspectLabelRow> SuspectLabels => Set<SuspectLabelRow>();

    public DbSet<SchemaRow> Schema => Set<SchemaRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunRow>(run =>
        {
            run.HasKey(row => row.Ordinal);
            run.HasIndex(row => row.Id).IsUnique();
            run.HasIndex(row => row.State);
            run.HasIndex(row => row.Dataset);
            run.Property(row => row.State).HasConversion<string>();
        });
        modelBuilder.Entity<RunEventRow>(runEvent =>
        {
            runEvent.HasKey(row => new { row.RunOrdinal, row.Sequence });
            runEvent.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunOrdinal).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<ModelVersionRow>().HasKey(row => new { row.Model, row.Version });
        modelBuilder.Entity<SuspectLabelRow>(suspect =>
        {
            suspect.HasKey(row => new { row.RunOrdinal, row.Rank });
            suspect.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunOrdinal).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<SchemaRow>().Property(row => row.Id).ValueGeneratedNever();
    }
}
