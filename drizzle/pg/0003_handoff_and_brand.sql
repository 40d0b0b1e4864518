ALTER TABLE "handoffs" ADD COLUMN "number" integer;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "credential_hash" text;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "confirmed_at" bigint;--> statement-breakpoint
ALTER TABLE "handoffs" ADD COLUMN "refused_at" bigint;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "brand_accent" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "brand_logo" "bytea";--> statement-breakpoint
ALTER TABLE "verification_sessions" ADD COLUMN "active_credential_hash" text;